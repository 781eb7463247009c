internal import CLibPQ

/// The owner of a libpq connection; used on the connection's thread only.
final class Session: @unchecked Sendable {
  /// Nil once the session is closed.
  private(set) var connection: OpaquePointer?
  let notices: NoticeReceiver

  init(_ connection: OpaquePointer, _ notices: NoticeReceiver) {
    self.connection = connection
    self.notices = notices
  }

  deinit {
    close()
  }

  func close() {
    if let connection {
      PQfinish(connection)
    }
    connection = nil
  }
}

internal import CLibPQ

/// The waiting part of a call: for the server's answer, and for someone to cancel it.
struct Exchange {
  let connection: OpaquePointer
  let cancellation: Cancellation

  /// How long to wait before asking the server again to interrupt the call.
  private static let patience: Int32 = 100

  /// Waits for input or, if asked for, for room to send, and takes the input in.
  ///
  /// A request to cancel is lost when it reaches the server before the statement does or between
  /// two statements; so it is repeated for as long as the call goes on.
  ///
  /// - Parameter mayWait: False to take in only what is there.
  /// - Returns: Whether the connection is still there.
  func takeInput(orRoomToSend: Bool = false, mayWait: Bool = true) -> Bool {
    let events = Socket.readable | (orRoomToSend ? Socket.writable : 0)
    let ready = Socket.wait(
      PQsocket(connection), for: events, milliseconds: mayWait ? Exchange.patience : 0)
    if ready == 0 && mayWait && cancellation.isRequested {
      cancellation.cancelAgain()
    }
    guard ready != Socket.writable else { return true }
    // OpenSSL hands out a record of 16 kB in parts, and what it keeps back shows on no socket.
    for _ in 0..<(PQsslInUse(connection) == 1 ? 3 : 1) where PQconsumeInput(connection) == 0 {
      return false
    }
    return true
  }

  /// The error for a connection that is gone, with libpq's reason.
  func lostConnection(_ statement: String?) -> PostgresError {
    .connectionLost(
      String(cString: PQerrorMessage(connection)).withoutTrailingSpace, statement: statement)
  }
}

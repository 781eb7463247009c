internal import CLibPQ

/// A message of the server that is no error: a notice, a warning or the like.
public struct Notice: Sendable, Hashable {
  /// `NOTICE`, `WARNING`, `INFO`, `LOG` or `DEBUG`, never localized.
  public var severity: String
  /// The code, which for notices is mostly `00000`, for warnings `01000`.
  public var sqlState: SQLState?
  /// What the server says, in one line.
  public var message: String
  /// More about it.
  public var detail: String?
  /// What to do about it.
  public var hint: String?
  /// Where it happened inside the server: the call stack of functions.
  public var context: String?
}

/// What libpq hands notices to; lives as long as the connection.
///
/// libpq calls it only inside its own functions, so always on the connection's thread.
final class NoticeReceiver: @unchecked Sendable {
  var receive: (@Sendable (Notice) -> Void)?

  /// Makes libpq hand notices to this receiver rather than print them on standard error.
  func attach(to connection: OpaquePointer) {
    PQsetNoticeReceiver(
      connection,
      { receiver, result in
        guard let receiver, let result else { return }
        let owner = Unmanaged<NoticeReceiver>.fromOpaque(receiver).takeUnretainedValue()
        owner.receive?(Notice(result))
      },
      Unmanaged.passUnretained(self).toOpaque())
  }
}

extension Notice {
  fileprivate init(_ result: OpaquePointer) {
    let whole = PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
    self.init(
      severity: DiagnosticField.severity.text(in: result) ?? "NOTICE",
      sqlState: DiagnosticField.sqlState.text(in: result).map { SQLState(rawValue: $0) },
      message: DiagnosticField.message.text(in: result) ?? whole.withoutTrailingSpace,
      detail: DiagnosticField.detail.text(in: result),
      hint: DiagnosticField.hint.text(in: result),
      context: DiagnosticField.context.text(in: result))
  }
}

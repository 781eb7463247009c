internal import CLibPQ
internal import Synchronization

/// Asks the server to interrupt the statement in progress, from any thread.
///
/// A request goes out only while a call is running, and the call's end waits for one on its way:
/// so it never hits the next statement of the session.
final class Cancellation: @unchecked Sendable {
  private enum Phase {
    case idle, pending, running
  }

  private struct State {
    var phase = Phase.idle
    var isRequested = false
  }

  private let request: OpaquePointer?
  private let state = Mutex(State())

  init(_ connection: OpaquePointer) {
    request = PQgetCancel(connection)
  }

  deinit {
    PQfreeCancel(request)
  }

  /// Whether someone asked to interrupt the current call.
  var isRequested: Bool {
    state.withLock { $0.isRequested }
  }

  /// Announces a call, which can be cancelled from here on.
  func prepare() {
    state.withLock { $0 = State(phase: .pending) }
  }

  /// Returns whether the call may start: false if it was cancelled before.
  func begin() -> Bool {
    state.withLock {
      $0.phase = .running
      return !$0.isRequested
    }
  }

  func end() {
    state.withLock { $0.phase = .idle }
  }

  /// Interrupts the call in progress; does nothing between calls.
  func cancel() {
    state.withLock {
      guard $0.phase != .idle else { return }
      $0.isRequested = true
      if $0.phase == .running {
        send()
      }
    }
  }

  /// Interrupts one more statement of a call that is to end, as a pipeline has many.
  func cancelAgain() {
    state.withLock { _ in send() }
  }

  /// A failure to reach the server is ignored: the call then ends by itself or with the socket.
  private func send() {
    var message = [CChar](repeating: 0, count: 256)
    _ = PQcancel(request, &message, Int32(message.count))
  }
}

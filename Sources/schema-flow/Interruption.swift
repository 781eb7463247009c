import Dispatch
import SchemaFlow
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ends the command in order on SIGINT and SIGTERM.
///
/// What runs on the server is cancelled, so that no lock outlives the command; a throwaway
/// server is stopped and removed.
final class Interruption {
  private let sources: [any DispatchSourceSignal]
  private let hasBegun: Flag
  private let gentle: Shared<Gentle>

  /// What takes a first signal in place of the end of the process.
  private struct Gentle: Sendable {
    var end: (@Sendable () -> Void)?
    var signal: Int32?

    /// Returns whether it has taken the signal.
    mutating func take(_ number: Int32) -> Bool {
      guard let end, signal == nil else { return false }
      signal = number
      end()
      return true
    }
  }

  /// Starts to listen; `clean` runs once, before the process ends with 128 + the signal.
  init(clean: @escaping @Sendable (Int32) async -> Void) {
    let hasBegun = Flag()
    self.hasBegun = hasBegun
    let gentle = Shared(Gentle())
    self.gentle = gentle
    sources = [SIGINT, SIGTERM].map { number in
      // The default action would end the process before the source sees the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        guard !gentle.withLock({ $0.take(number) }), hasBegun.raise() else { return }
        Task {
          await clean(number)
          exit(128 + number)
        }
      }
      source.resume()
      return source
    }
  }

  /// Lets a first signal ask for the end of the work in place of breaking it off.
  func endGently(_ end: @escaping @Sendable () -> Void) {
    gentle.withLock { $0.end = end }
  }

  /// The signal that asked for a gentle end; nil where none did.
  var gentleSignal: Int32? { gentle.withLock { $0.signal } }

  /// Waits for the process to end where a signal has begun to end it.
  ///
  /// What was cancelled fails on its own, and must not be reported as the server's failure.
  func holdIfBegun() async {
    guard hasBegun.isRaised else { return }
    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
  }
}

/// Tells the first of several signals from the others.
private final class Flag: Sendable {
  private let value = Atomic(false)

  var isRaised: Bool { value.load(ordering: .acquiring) }

  /// Returns whether the flag was down.
  func raise() -> Bool { !value.exchange(true, ordering: .acquiringAndReleasing) }
}

/// A value that several threads change, which closures can hold.
private final class Shared<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  init(_ value: Value) { self.value = Mutex(value) }

  func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
    value.withLock { body(&$0) }
  }
}

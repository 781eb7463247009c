import Dispatch
import SchemaFlow

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

  /// Starts to listen; `clean` runs once, before the process ends with 128 + the signal.
  init(clean: @escaping @Sendable (Int32) async -> Void) {
    sources = [SIGINT, SIGTERM].map { number in
      // The default action would end the process before the source sees the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        Task {
          await clean(number)
          exit(128 + number)
        }
      }
      source.resume()
      return source
    }
  }
}

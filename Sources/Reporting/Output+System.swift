import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Returns a variable of the process's environment, nil where it isn't set.
public func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}

func refersToTerminal(_ descriptor: FileDescriptor?) -> Bool {
  descriptor.map { isatty($0.rawValue) == 1 } ?? false
}

/// Returns a terminal's width in columns, nil where it doesn't tell.
func terminalWidth(_ descriptor: FileDescriptor?) -> Int? {
  guard let descriptor else { return nil }
  var size = winsize()
  guard ioctl(descriptor.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
    return nil
  }
  return Int(size.ws_col)
}

/// Writes all bytes, also to a pipe that somebody made non-blocking.
///
/// - Throws: `Errno`, `.brokenPipe` where nobody reads any more.
func writeAll(_ bytes: [UInt8], to descriptor: FileDescriptor) throws(Errno) {
  var rest = bytes[...]
  while !rest.isEmpty {
    switch writeSome(rest, to: descriptor) {
    case .success(let count): rest = rest.dropFirst(count)
    case .failure(.resourceTemporarilyUnavailable):
      var waiting = pollfd(fd: descriptor.rawValue, events: Int16(POLLOUT), revents: 0)
      _ = poll(&waiting, 1, -1)
    case .failure(let error): throw error
    }
  }
}

private func writeSome(
  _ bytes: ArraySlice<UInt8>, to descriptor: FileDescriptor
) -> Result<Int, Errno> {
  withoutBrokenPipeSignal {
    bytes.withUnsafeBytes { buffer in
      do {
        return .success(try descriptor.write(buffer))
      } catch {
        return .failure(error as? Errno ?? .ioError)
      }
    }
  }
}

/// Runs a write that meets a closed pipe with EPIPE and without SIGPIPE.
///
/// The signal goes to the writing thread (POSIX, write): it is held back there, taken off if
/// the write has raised it, and stays as it was for everybody else.
private func withoutBrokenPipeSignal<Value>(_ body: () -> Value) -> Value {
  var brokenPipe = sigset_t()
  sigemptyset(&brokenPipe)
  sigaddset(&brokenPipe, SIGPIPE)
  let wasPending = isBrokenPipePending()
  var former = sigset_t()
  pthread_sigmask(SIG_BLOCK, &brokenPipe, &former)
  defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
  let value = body()
  if !wasPending, isBrokenPipePending() {
    var signal: Int32 = 0
    sigwait(&brokenPipe, &signal)
  }
  return value
}

private func isBrokenPipePending() -> Bool {
  var pending = sigset_t()
  return sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1
}

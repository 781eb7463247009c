#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Waiting for a file descriptor.
enum Socket {
  /// Waits until one of the events comes or the time is over; returns what came, 0 if nothing.
  ///
  /// - Parameter milliseconds: The longest time to wait; -1 for no limit.
  static func wait(_ descriptor: Int32, for events: Int32, milliseconds: Int32 = -1) -> Int32 {
    var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    while true {
      let count = poll(&entry, 1, milliseconds)
      if count >= 0 {
        return Int32(entry.revents)
      }
      if errno != EINTR {
        return Int32(POLLERR)
      }
    }
  }

  static let readable = Int32(POLLIN)
  static let writable = Int32(POLLOUT)

  #if canImport(Glibc)
    static let stream = Int32(SOCK_STREAM.rawValue)
    /// Makes `send` fail rather than raise SIGPIPE.
    static let withoutSignal = Int32(MSG_NOSIGNAL)
  #else
    static let stream = SOCK_STREAM
    static let withoutSignal: Int32 = 0
  #endif
}

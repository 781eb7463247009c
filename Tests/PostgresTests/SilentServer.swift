import Postgres
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs the body with the address of a socket that takes connections and never answers.
func withSilentServer(_ body: (ConnectionString) async throws -> Void) async throws {
  let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  try #require(listener >= 0)
  defer { close(listener) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let status = withUnsafeMutablePointer(to: &address) { address in
    address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(listener, $0, length) | listen(listener, 8) | getsockname(listener, $0, &length)
    }
  }
  try #require(status == 0)
  let port = UInt16(bigEndian: address.sin_port)
  try await body(ConnectionString("host=127.0.0.1 port=\(port) user=u dbname=d"))
}

/// The number of some rows and the sum of their hashes, whatever their order.
///
/// A sum, not an exclusive or, in which two equal rows would cancel each other.
public struct Checksum: Sendable, Hashable {
  public private(set) var rowCount = 0
  /// A sum for each 64 bits of a row's hash.
  private var sums: [Int128]

  init(lanes: Int) { sums = Array(repeating: 0, count: lanes) }

  /// Reads a count and the sums behind it from a row's texts.
  init(_ values: [String?]) {
    rowCount = values.first.flatMap { $0 }.flatMap { Int($0) } ?? 0
    // numeric in the server, so that it never overflows there; 2^63 rows would fit here.
    sums = values.dropFirst().map { $0.flatMap { Int128($0) } ?? 0 }
  }

  mutating func add(_ other: Checksum) {
    rowCount += other.rowCount
    if sums.count < other.sums.count {
      sums += Array(repeating: 0, count: other.sums.count - sums.count)
    }
    for index in other.sums.indices { sums[index] &+= other.sums[index] }
  }

  /// The sums as hexadecimal digits.
  public var text: String {
    sums.map { sum in
      let digits = String(UInt128(bitPattern: sum), radix: 16)
      return String(repeating: "0", count: 32 - digits.count) + digits
    }.joined()
  }
}

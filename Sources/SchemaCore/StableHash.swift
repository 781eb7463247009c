/// A 128-bit FNV-1a hash that is the same in every run and on every machine.
///
/// It tells whether a text changed since it was recorded; it guards against no attacker.
public struct StableHash: Hashable, Sendable {
  private var first: UInt64 = 0xcbf2_9ce4_8422_2325
  private var second: UInt64 = 0x6c62_272e_07bb_0142

  /// Creates the hash of nothing.
  public init() {}

  /// Creates the hash of texts, each told apart from its neighbours.
  public init(of texts: some Sequence<String>) {
    for text in texts { combine(text) }
  }

  /// Takes a text into the hash.
  public mutating func combine(_ text: String) {
    for byte in text.utf8 { combine(byte) }
    combine(0xff)
  }

  private mutating func combine(_ byte: UInt8) {
    first = (first ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    second = (second ^ UInt64(byte) ^ (first >> 32)) &* 0x0000_0100_0000_01b3
  }

  /// The hash as 32 hexadecimal digits.
  public var hexadecimal: String {
    [first, second].map { half in
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

import Testing

@testable import Verification

/// How readers are slowed down, and what is said about how far they are.
@Suite struct MeterTests {
  @Test func rowsTakeTheirTimeOnEachSide() {
    let meter = Meter(rowsPerSecond: 1000) { _ in }
    meter.begin(.checksums, pages: 10)
    #expect(meter.wait(of: .source) == .zero)
    meter.advance("t", pages: 1, rows: 50_000, on: .source)
    #expect(meter.wait(of: .source) > .seconds(49) && meter.wait(of: .source) <= .seconds(50))
    #expect(meter.wait(of: .target) == .zero)
    meter.advance("t", pages: 1, rows: 50_000, on: .source)
    #expect(meter.wait(of: .source) > .seconds(99))
  }

  @Test func withoutALimitNobodyWaits() {
    let meter = Meter(rowsPerSecond: nil) { _ in }
    meter.begin(.checksums, pages: 1)
    meter.advance("t", pages: 1, rows: 1_000_000_000, on: .source)
    #expect(meter.wait(of: .source) == .zero)
  }
}

/// Sums of hashes.
@Suite struct ChecksumTests {
  @Test func sumsBeyond64Bits() {
    var sum = Checksum(["2", "18446744073709551614"])
    sum.add(Checksum(["1", "-18446744073709551615"]))
    #expect(sum == Checksum(["3", "-1"]))
    #expect(sum.text == String(repeating: "f", count: 32))
    #expect(Checksum(["2", "0"]) != Checksum(["1", "0"]))
  }
}

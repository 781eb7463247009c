import Testing

@testable import ExpandContract

/// How batches and limits are reckoned, without a server.
@Suite struct PacingTests {
  @Test func batchesGrowByDoublingAndShrinkAtOnce() {
    var size = BatchSize(rows: 1000, rowsPerPage: 100)
    #expect(size.pages == 10)
    let target = Duration.milliseconds(250)
    size.took(.milliseconds(1), for: 10, target: target)
    #expect(size.pages == 20)
    size.took(.milliseconds(500), for: 20, target: target)
    #expect(size.pages == 10)
    size.took(.seconds(25), for: 10, target: target)
    #expect(size.pages == 1)
    for _ in 0..<20 { size.took(.milliseconds(1), for: size.pages, target: target) }
    #expect(size.pages == BatchSize.limit)
    size.shrink()
    #expect(size.pages == BatchSize.limit / 4)
  }

  @Test func theRestOfARangeSaysNothingAboutLargerBatches() {
    var size = BatchSize(rows: 1000, rowsPerPage: 10)
    size.took(.milliseconds(1), for: 3, target: .milliseconds(250))
    #expect(size.pages == 100)
    size.took(.seconds(1), for: 4, target: .milliseconds(250))
    #expect(size.pages == 1)
  }

  @Test func rangesCoverEveryPageOnce() {
    for count in [1, 63, 64, 65, 1000, 5400, 1_000_000] {
      let ranges = PageRange.covering(count, of: "t")
      #expect(ranges.first?.first == 0)
      #expect(ranges.last?.end == count)
      #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.end == $1.first })
    }
    #expect(PageRange.covering(0, of: "t").isEmpty)
    #expect(PageRange.covering(10_000, of: "t").count >= 16)
  }

  @Test func limitsHoldOnAverage() {
    let start = ContinuousClock.now
    var budget = Budget(perSecond: 1000)
    #expect(budget.wait(at: start) == .zero)
    budget.spend(500, at: start)
    budget.spend(250, at: start)
    #expect(budget.wait(at: start) == .milliseconds(750))
    #expect(budget.wait(at: start.advanced(by: .seconds(1))) == .zero)
    // What was not used meanwhile is gone.
    budget.spend(1000, at: start.advanced(by: .seconds(10)))
    #expect(budget.wait(at: start.advanced(by: .seconds(10))) == .seconds(1))
  }

  @Test func pausesForOthers() async {
    var options = BackfillOptions()
    options.maxLag = 5
    options.walBytesPerSecond = 1000
    let pressure = Pressure(options)
    let start = ContinuousClock.now
    #expect(await pressure.pause(at: start) == nil)
    var sample = Pressure.Sample()
    sample.lag = Pressure.Lag(standby: "far", seconds: 6)
    await pressure.observed(sample, at: start)
    #expect(await pressure.pause(at: start) == .lag(standby: "far", seconds: 6))
    #expect(await pressure.share == 1)
    sample.waiters = 2
    await pressure.observed(sample, at: start)
    #expect(await pressure.pause(at: start) == .waiters(2))
    #expect(await pressure.share == 0.5)
    sample.isAutovacuumWaiting = true
    await pressure.observed(sample, at: start)
    #expect(await pressure.pause(at: start) == .autovacuum)
    await pressure.observed(Pressure.Sample(), at: start)
    #expect(await pressure.pause(at: start) == nil)
    await pressure.committed(rows: 1, wal: 10_000..<12_000, at: start)
    #expect(await pressure.pause(at: start) == .limit)
    #expect(await pressure.pause(at: start.advanced(by: .seconds(3))) == nil)
  }

  @Test func othersWALDoesNotMakeWaitsGrow() async {
    var options = BackfillOptions()
    options.walBytesPerSecond = 1000
    let pressure = Pressure(options)
    var now = ContinuousClock.now
    // Others write ten times the limit all the time, and a batch as much as it may.
    for batch in 0..<20 {
      let end = batch * 100_000
      await pressure.committed(rows: 1, wal: max(0, end - 2000)..<end, at: now)
      now = now.advanced(by: .seconds(2.1))
      #expect(await pressure.pause(at: now) == nil)
    }
    // Two batches at the same time wrote it once.
    await pressure.committed(rows: 1, wal: 3_000_000..<3_001_000, at: now)
    await pressure.committed(rows: 1, wal: 3_000_000..<3_001_000, at: now)
    #expect(await pressure.pause(at: now.advanced(by: .seconds(1.1))) == nil)
  }

  @Test func placesAreOrderedAsRowsStand() {
    #expect("\(RowPlace(page: 3))" == "(3,0)")
    #expect("\(RowPlace(number: RowPlace(page: 3).number + 17))" == "(3,17)")
  }
}

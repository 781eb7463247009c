import Postgres
import Synchronization
import Testing

@testable import Execution

struct RunnerLockTests {
  @Test func aSecondRunnerLearnsWhoHoldsIt() async throws {
    try await withStage { stage in
      let lock = try await RunnerLock.acquire(over: stage.other)
      let error = await #expect(throws: RunnerLockError.self) {
        try await RunnerLock.acquire(over: connect(stage))
      }
      guard case .held(let holder?) = error else {
        Issue.record("the holder is named: \(String(describing: error))")
        return
      }
      #expect(holder.pid == Int(stage.other.backendPID))
      #expect(holder.application == "hinders")
      #expect(holder.since.hasSuffix("Z"))
      await lock.release()
      let second = try await RunnerLock.acquire(over: connect(stage))
      await second.release()
    }
  }

  @Test func waitsUntilTheOtherIsDone() async throws {
    try await withStage { stage in
      let lock = try await RunnerLock.acquire(over: stage.other)
      let holders = Mutex<[RunnerLockHolder]>([])
      let second = try await RunnerLock.acquire(
        over: connect(stage), wait: .seconds(3600),
        pace: Pace(delay: { _ in await lock.release() }),
        onWait: { holder in holders.withLock { $0.append(holder) } })
      #expect(holders.withLock { $0.map(\.pid) } == [Int(stage.other.backendPID)])
      await second.release()
    }
  }

  @Test func eachDatabaseHasItsOwn() async throws {
    try await withStage { first in
      let lock = try await RunnerLock.acquire(over: first.other)
      try await withStage { second in
        let other = try await RunnerLock.acquire(over: second.other)
        await other.release()
      }
      await lock.release()
    }
  }

  /// A snapshot held while waiting would block another's CREATE INDEX CONCURRENTLY.
  @Test func holdsNoTransactionWhileItWaits() async throws {
    try await withStage { stage in
      let lock = try await RunnerLock.acquire(over: stage.other)
      let states = Mutex<[String?]>([])
      let waiting = try await connect(stage)
      let pid = "\(waiting.backendPID)"
      let second = try await RunnerLock.acquire(
        over: waiting, wait: .seconds(3600),
        pace: Pace(delay: { _ in
          let result = try await stage.connection.query(
            """
            SELECT state || coalesce(backend_xmin::text, '') || coalesce(backend_xid::text, '')
            FROM pg_stat_activity WHERE pid = $1::int
            """, [pid])
          states.withLock { $0.append(result[0, 0]) }
          await lock.release()
        }),
        onWait: { _ in })
      #expect(states.withLock { $0 } == ["idle"])
      await second.release()
    }
  }

  private func connect(_ stage: Stage) async throws -> Connection {
    try await Connection.connect(to: stage.target, applicationName: "second")
  }
}

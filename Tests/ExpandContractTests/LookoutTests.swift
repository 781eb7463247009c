import Execution
import Postgres
import Testing

@testable import ExpandContract

/// What is seen of the sessions that a backfill hinders, and of those that hinder it.
@Suite struct LookoutTests {
  @Test func seesWhoWaitsForABatchAndWhoIsInItsWay() async throws {
    try await withStage { stage in
      let worker = try await stage.open("worker")
      let other = try await stage.open("other")
      let pressure = Pressure(BackfillOptions())
      let lookout = Lookout(
        open: { () async throws(PostgresError) in stage.connection }, pressure: pressure,
        watchesLag: true, pace: Pace())
      await pressure.joined(worker.backendPID)
      #expect(try await lookout.sample(over: stage.connection) == Pressure.Sample())
      try await worker.execute("BEGIN; UPDATE app.items SET cents = 0 WHERE id = 1")
      let waiting = Task { try await other.execute("UPDATE app.items SET cents = 1 WHERE id = 1") }
      var sample = Pressure.Sample()
      while sample.waiters == 0 { sample = try await lookout.sample(over: stage.connection) }
      #expect(sample.waiters == 1)
      #expect(!sample.isAutovacuumWaiting)
      #expect(sample.blockers.isEmpty)
      try await worker.execute("COMMIT")
      try await waiting.value

      try await other.execute("BEGIN; UPDATE app.items SET cents = 1 WHERE id = 1")
      let batch = Task { try await worker.execute("UPDATE app.items SET cents = 0 WHERE id = 1") }
      while sample.blockers.isEmpty { sample = try await lookout.sample(over: stage.connection) }
      #expect(sample.waiters == 0)
      #expect(sample.blockers.count == 1)
      #expect(
        sample.blockers.first?.hasPrefix("pid \(other.backendPID) (other, idle in transaction)")
          == true)
      try await other.execute("COMMIT")
      try await batch.value
      await worker.close()
      await other.close()
    }
  }
}

import Execution
import ExpandContract
import Reporting
import SchemaCore
import SchemaFlow
import Synchronization

/// Shows what a backfill is doing: a live line of a terminal, or lines of JSON.
final class BackfillDisplay: Sendable {
  private let output: Output
  private let settings: Settings
  private let last = Mutex<ContinuousClock.Instant?>(nil)

  init(_ context: CommandContext) {
    output = context.output
    settings = context.settings
  }

  /// Takes an event.
  @Sendable func show(_ event: BackfillEvent) {
    switch event {
    case .started(let record, let state): write("started", record, state)
    case .advanced(let record, let state):
      output.showProgress(BackfillProgressLine(record, state).text)
      if settings.isJSON, isTime { write("progress", record, state) }
    // It comes with every batch, and the bar says more.
    case .paused(_, .limit): break
    case .paused(let record, let pause): say("paused", record, pause.words)
    case .retrying(let record, let failureClass, let delay, let blockers):
      let milliseconds = Int((delay / .milliseconds(1)).rounded())
      let cause = blockers.isEmpty ? "" : "; in the way: \(blockers.joined(separator: "; "))"
      say(
        "retrying", record,
        "batch rolled back (\(failureClass.rawValue)), again in \(milliseconds) ms\(cause)")
    case .reconnecting(let record, let message):
      say("reconnecting", record, "the connection was lost: \(message)")
    case .note(let record, let text): say("note", record, text)
    }
  }

  private func name(_ record: ExpansionRecord) -> String { "\(record.table).\(record.newColumn)" }

  /// A line a second is enough for whoever reads JSON.
  private var isTime: Bool {
    let now = ContinuousClock.now
    return last.withLock { last in
      if let time = last, now - time < .seconds(1) { return false }
      last = now
      return true
    }
  }

  private func write(_ event: String, _ record: ExpansionRecord, _ state: BackfillState) {
    guard settings.isJSON else { return }
    output.write(
      BackfillProgressLine(record, state).json(event).document, to: .standardError)
  }

  private func say(_ event: String, _ record: ExpansionRecord, _ text: String) {
    if settings.isJSON {
      let line: JSONValue = [
        "event": .string(event), "column": .string(name(record)), "message": .string(text),
      ]
      output.write(line.document, to: .standardError)
    } else if event == "note" || event == "reconnecting" {
      output.write("\(name(record)): \(text)\n", to: .standardError)
    } else if settings.isVerbose {
      output.write("\(name(record)): \(text)\n", to: .standardError)
    } else {
      output.showProgress("\(name(record)): \(text)")
    }
  }
}

extension BackfillPause {
  fileprivate var words: String {
    switch self {
    case .lag(let standby, let seconds):
      "waiting: standby '\(standby)' is behind by \(seconds) s (--max-lag)"
    case .waiters(let count): "giving way: sessions that wait for its rows: \(count)"
    case .autovacuum: "giving way to autovacuum"
    case .limit: "at its limit"
    }
  }
}

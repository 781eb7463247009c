import Postgres

/// Chooses a mode in which both servers hash alike.
struct ModeChoice: Sendable {
  var mode: VerificationMode
  var remarks: [String] = []

  /// Tries the wanted mode, or all of them from the fastest on, with a constant row.
  static func choose(
    _ wanted: VerificationMode?, _ source: Readers, _ target: Readers
  ) async throws(VerificationError) -> ModeChoice {
    var remarks: [String] = []
    var candidate: VerificationMode? = wanted ?? .fast
    while let mode = candidate {
      guard let reason = try await obstacle(to: mode, source, target) else {
        return ModeChoice(mode: mode, remarks: remarks)
      }
      let next = mode.fallback.map { "mode \($0.rawValue)" }
      guard wanted == nil, let next else {
        throw .request(
          code: "verification-mode",
          message: "mode '\(mode.rawValue)' can't be used: \(reason)"
            + (next.map { "; try \($0)" } ?? ""))
      }
      remarks.append("\(next) in place of \(mode.rawValue): \(reason)")
      candidate = mode.fallback
    }
    preconditionFailure("a mode is tried at least")
  }

  /// Returns why the servers can't be compared in a mode; nil where they can.
  private static func obstacle(
    to mode: VerificationMode, _ source: Readers, _ target: Readers
  ) async throws(VerificationError) -> String? {
    let sql = RowHash(mode: mode).selfTest + ", current_setting('server_encoding')"
    let answers = try await onBoth { side throws(VerificationError) in
      do throws(PostgresError) {
        let result = try await (side == .source ? source : target).first.query(sql)
        return (hash: result[0, 0], encoding: result[0, 1] ?? "")
      } catch {
        throw .database(error, doing: "hashing a constant row on the \(side.rawValue)")
      }
    }
    if mode != .strict, answers.source.encoding != answers.target.encoding {
      return "the encodings are \(answers.source.encoding) and \(answers.target.encoding)"
    }
    return answers.source.hash == answers.target.hash
      ? nil : "the servers hash the same row differently"
  }
}

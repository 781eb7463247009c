import Postgres
import SQLText

/// Reads where sequences stand.
///
/// Sequences know no snapshots: what is read is their place at the moment.
struct SequenceComparison: Sendable {
  private static let sequencesPerQuery = 200

  static func compare(
    _ pairs: [TableMatching.SequencePair], _ source: Readers, _ target: Readers
  ) async throws(VerificationError) -> [SequenceVerification] {
    let places = try await onBoth { side throws(VerificationError) in
      try await positions(
        pairs.map { side == .source ? $0.source : $0.target },
        over: side == .source ? source : target)
    }
    return pairs.indices.map {
      SequenceVerification(
        name: pairs[$0].name, source: places.source[$0], target: places.target[$0])
    }
  }

  /// Returns the places of sequences by their numbers in the list.
  private static func positions(
    _ names: [QualifiedName?], over readers: Readers
  ) async throws(VerificationError) -> [Int: SequenceVerification.Position] {
    var places: [Int: SequenceVerification.Position] = [:]
    let known = names.indices.filter { names[$0] != nil }
    for start in stride(from: 0, to: known.count, by: sequencesPerQuery) {
      let some = known[start..<min(known.count, start + sequencesPerQuery)]
      let sql = some.map { "SELECT \($0), last_value, is_called FROM \(names[$0]?.sql ?? "")" }
      do {
        let result = try await readers.first.query(sql.joined(separator: " UNION ALL "))
        for row in 0..<result.rowCount {
          guard let index = result[row, 0].flatMap({ Int($0) }) else { continue }
          places[index] = SequenceVerification.Position(
            lastValue: result[row, 1] ?? "", isCalled: result[row, 2] == "t")
        }
      } catch {
        throw .database(error, doing: "reading the sequences of the \(readers.side.rawValue)")
      }
    }
    return places
  }
}

import Postgres
import SchemaCore

/// A kind's catalog query with its decoder, free of the kind's type.
struct CatalogDecoder: Sendable {
  let kind: KindID
  let weight: Int
  let presence: CatalogPresence?
  let sql: String
  let decode: @Sendable (QueryResult, inout LiveReading) -> Void

  init?(_ kind: any ObjectKind.Type, serverVersion: Int) {
    guard let decoder = Self.decoder(kind, serverVersion: serverVersion) else { return nil }
    self = decoder
  }

  private init(
    kind: KindID, weight: Int, presence: CatalogPresence?, sql: String,
    decode: @escaping @Sendable (QueryResult, inout LiveReading) -> Void
  ) {
    self.kind = kind
    self.weight = weight
    self.presence = presence
    self.sql = sql
    self.decode = decode
  }

  private static func decoder<Kind: ObjectKind>(
    _ kind: Kind.Type, serverVersion: Int
  ) -> CatalogDecoder? {
    guard let query = kind.catalog else { return nil }
    return CatalogDecoder(
      kind: kind.id, weight: query.weight, presence: query.presence,
      sql: query.sql(serverVersion)
    ) { result, reading in
      let storage = ResultRows(result: result)
      for row in 0..<result.rowCount {
        if let object = query.decode(Row(storage, row), &reading.facts) {
          reading.snapshot.insert(object)
        }
      }
    }
  }

  /// Divides queries into two halves of about the same weight, heaviest first.
  static func divided(
    _ decoders: [CatalogDecoder]
  ) -> (first: [CatalogDecoder], second: [CatalogDecoder]) {
    var halves: (first: [CatalogDecoder], second: [CatalogDecoder]) = ([], [])
    var weights = (first: 0, second: 0)
    let order = decoders.enumerated().sorted { left, right in
      (-left.element.weight, left.offset) < (-right.element.weight, right.offset)
    }
    for (_, decoder) in order {
      if weights.first <= weights.second {
        halves.first.append(decoder)
        weights.first += decoder.weight
      } else {
        halves.second.append(decoder)
        weights.second += decoder.weight
      }
    }
    return halves
  }
}

import SQLText
import SchemaCore

/// The tables and views below a view that get columns in this run, and how they will look.
///
/// The columns of a view over them can't be asked of the live schema, where its query fails. Asked
/// of temporary twins they can: their names and types are the same.
struct GrowingTables {
  private let context: PlanContext
  /// The relations below the view that have twins, lowest first.
  private var twins: [ObjectID] = []
  private var visited: Set<ObjectID> = []

  init?(below view: View, in context: PlanContext) {
    self.context = context
    visited = [view.id]
    follow(view.query, from: view.id.schema)
    let names = Set(twins.map(\.name))
    // Twins share one schema; where two would share their names too, nothing is asked.
    guard twins.contains(where: { $0.kind == .table }), names.count == twins.count else {
      return nil
    }
  }

  private mutating func follow(_ query: String, from schema: String) {
    for name in SQLReferences(in: query).relations.sorted() {
      guard let relation = relation(name, from: schema), visited.insert(relation).inserted
      else { continue }
      if relation.kind == .table {
        if gainsColumns(relation) { twins.append(relation) }
      } else if let inner = context.declared.object(relation, as: View.self) {
        let former = twins.count
        follow(inner.ownQuery, from: relation.schema)
        if twins.count > former { twins.append(relation) }
      }
    }
  }

  private func gainsColumns(_ table: ObjectID) -> Bool {
    context.live.contains(table)
      && context.declared.parts(of: table, as: Column.self).contains {
        !context.live.contains($0.id)
      }
  }

  private func relation(_ name: QualifiedName, from schema: String) -> ObjectID? {
    let places = name.schema.isEmpty ? context.searchPath(from: schema) : [name.schema]
    for place in places {
      let qualified = name.inSchema(place)
      let ids = [Table.id(qualified), View.id(qualified), MaterializedView.id(qualified)]
      if let found = ids.first(where: context.declared.contains) { return found }
    }
    return nil
  }

  // MARK: Statements

  /// The statements that make the twins and over them a view.
  func statements(making view: String, as query: String, from schema: String) -> [String] {
    var statements = twins.flatMap(creation)
    statements.append(path(from: schema))
    statements.append("CREATE TEMP VIEW \(view) AS \(rewritten(query))")
    return statements
  }

  private func creation(of twin: ObjectID) -> [String] {
    let name = quotedIdentifier(twin.name)
    if let view = context.declared.object(twin, as: View.self) {
      return [
        path(from: twin.schema),
        "CREATE TEMP VIEW \(name)\(view.ownColumnList) AS \(rewritten(view.ownQuery))",
      ]
    }
    let added = context.declared.parts(of: twin, as: Column.self)
      .filter { !context.live.contains($0.id) }
      .map { "ADD COLUMN \(quotedIdentifier($0.name)) \($0.type.sql)" }
    return [
      "CREATE TEMP TABLE \(name) (LIKE \(twin.qualifiedName.sql))",
      "ALTER TABLE pg_temp.\(name) \(added.joined(separator: ", "))",
    ]
  }

  private func path(from schema: String) -> String {
    let path = ["pg_temp"] + context.searchPath(from: schema)
    return "SET LOCAL search_path = \(path.map(quotedIdentifier).joined(separator: ", "))"
  }

  /// Puts the schema of temporary objects in the place of the one that a twin is named with.
  private func rewritten(_ query: String) -> String {
    let tokens = SQLLexer.tokens(of: query)
    let bytes = Array(query.utf8)
    var text = ""
    var end = 0
    for index in tokens.indices.dropLast(2)
    where tokens[index + 1].isPunctuation(".") && isSchemaOfTwin(tokens, index) {
      text += String(decoding: bytes[end..<tokens[index].range.lowerBound], as: UTF8.self)
      text += "pg_temp"
      end = tokens[index].range.upperBound
    }
    return text + String(decoding: bytes[end...], as: UTF8.self)
  }

  private func isSchemaOfTwin(_ tokens: [SQLToken], _ index: Int) -> Bool {
    guard let schema = tokens[index].name, let name = tokens[index + 2].name,
      index == 0 || !tokens[index - 1].isPunctuation(".")
    else { return false }
    return twins.contains { $0.schema == schema && $0.name == name }
  }
}

import SQLText
import SchemaCore

/// How the schema of views that shows one shape of the tables is called.
public enum VersionNaming: Hashable, Sendable {
  /// By a hash of the shape: every change of it is a new version.
  case hash
  /// By a name that the project gives.
  case name(String)

  /// Returns the name of the schema of views for a schema and the shape of its tables.
  func schema(of base: String, _ shape: [VersionedTable]) -> String {
    switch self {
    case .hash:
      let hash = StableHash(of: shape.flatMap(\.description)).hexadecimal.prefix(8)
      return truncatedIdentifier(base, to: 53) + "_v" + hash
    case .name(let name): return truncatedIdentifier(base, to: 61 - name.utf8.count) + "_v" + name
    }
  }
}

/// The comment that tells a schema of views from a schema of users.
///
/// It commits with the schema and goes with it, and a dump keeps it.
enum VersionMark {
  private static let opening = "schema-flow: one version of schema "

  static func text(for base: String) -> String { opening + base }

  static func marks(_ schema: Schema, in snapshot: Snapshot) -> Bool {
    snapshot.object(Comment.id(on: schema.id), as: Comment.self)?.text.hasPrefix(opening) == true
  }

  /// Returns the schemas of views by name, each with the schema that it is a version of.
  static func bases(in snapshot: Snapshot) -> [String: String] {
    var bases: [String: String] = [:]
    for comment in snapshot.all(Comment.self)
    where comment.target.kind == .schema && comment.text.hasPrefix(opening) {
      bases[comment.target.name] = String(comment.text.dropFirst(opening.count))
    }
    return bases
  }
}

/// A table as one version shows it.
struct VersionedTable {
  let name: QualifiedName
  let columns: [Column]

  /// What makes one shape differ from another.
  var description: [String] {
    [name.schema, name.name] + columns.flatMap { [$0.name, $0.type.sql] }
  }

  /// Returns the tables of each schema with the columns that are to stay, as declared.
  ///
  /// The old column of a pair isn't one of them, declared or not.
  static func declared(in snapshot: Snapshot) -> [String: [VersionedTable]] {
    let former = Set(
      snapshot.all(Expansion.self).filter { !$0.keepsName && !$0.from.isEmpty }
        .map { Column.id($0.from, of: $0.sourceTable) })
    var tables: [String: [VersionedTable]] = [:]
    for table in snapshot.all(Table.self) where table.partition == nil && table.foreign == nil {
      let columns = snapshot.parts(of: table.id, as: Column.self)
        .filter { !former.contains($0.id) }
      guard !columns.isEmpty else { continue }
      tables[table.name.schema, default: []].append(
        VersionedTable(name: table.name, columns: columns))
    }
    return tables.mapValues { $0.sorted { $0.name.name < $1.name.name } }
  }

  /// Returns the view's query; `actual` gives the column that stands for a declared one.
  func query(_ actual: (Column) -> String) -> String {
    let list = columns.map { column in
      let name = quotedIdentifier(actual(column))
      return actual(column) == column.name
        ? name : "\(name) AS \(quotedIdentifier(column.name))"
    }
    return "SELECT \(list.joined(separator: ", ")) FROM \(name.sql)"
  }
}

/// The columns that a version's view shows, read from its query.
///
/// Such a query is a list of columns of one table and nothing else, in the server's spelling too.
struct VersionColumns {
  let table: QualifiedName
  /// The columns in order: the table's own, and the view's.
  let columns: [(own: String, shown: String)]

  init?(_ query: String) {
    let tokens = SQLLexer.tokens(of: query)
    guard tokens.first?.isWord("select") == true,
      let from = tokens.firstIndex(where: { $0.isWord("from") })
    else { return nil }
    let name = tokens[(from + 1)...].compactMap(\.name)
    guard name.count == 2 else { return nil }
    table = QualifiedName(schema: name[0], name: name[1])
    columns = tokens[1..<from].split { $0.isPunctuation(",") }.compactMap { item in
      let names = item.filter { !$0.isWord("as") }.compactMap(\.name)
      let isQualified = item.contains { $0.isPunctuation(".") }
      guard let own = isQualified ? names.dropFirst().first : names.first, let shown = names.last
      else { return nil }
      return (own, shown)
    }
  }

  /// Returns the query with other names of the table's own columns.
  func query(_ renamed: (String) -> String) -> String {
    let list = columns.map { column in
      let own = renamed(column.own)
      return own == column.shown
        ? quotedIdentifier(own) : "\(quotedIdentifier(own)) AS \(quotedIdentifier(column.shown))"
    }
    return "SELECT \(list.joined(separator: ", ")) FROM \(table.sql)"
  }
}

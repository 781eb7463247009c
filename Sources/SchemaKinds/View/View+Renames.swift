import SQLText
public import SchemaCore

extension OperationKind {
  static let renameView = OperationKind("rename_view", .renames)
}

extension View {
  /// A view's columns keep their names when those that they are taken from change.
  public func renamed(by names: Renaming) -> View {
    var copy = self
    copy.query = names.text(query, from: name.schema)
    copy.ownQuery = names.text(ownQuery, from: name.schema)
    copy.columns = names.columnList(columns)
    copy.name = names.relation(name)
    return copy
  }
}

extension Renaming {
  /// Returns a list of columns with their types, as `format_type` prints them, with types after.
  fileprivate func columnList(_ list: String) -> String {
    guard !names.types.isEmpty || !names.schemas.isEmpty else { return list }
    let types = Dictionary(
      names.types.map { ($0.key.sql, $0.value.sql) }, uniquingKeysWith: { first, _ in first })
    return list.split(separator: ", ").map { item in
      let parts = item.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { return String(item) }
      let base = parts[1].hasSuffix("[]") ? String(parts[1].dropLast(2)) : parts[1]
      let name = types[base] ?? type(TypeName(formatted: base)).sql
      return parts[0] + " " + name + (base == parts[1] ? "" : "[]")
    }.joined(separator: ", ")
  }
}

extension ViewKind {
  public static func rename(
    _ object: View, from former: String, in context: PlanContext
  ) -> Operation? {
    let schema = object.name.schema
    return renaming(
      .renameView, object.id, from: former, to: object.name.name,
      locks: context.renameLock(object.id), requires: [Schema.id(schema)]
    ) { "ALTER VIEW \(quotedIdentifier(schema)).\($0) RENAME TO \($1)" }
  }
}

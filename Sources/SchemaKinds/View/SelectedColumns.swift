import SQLText
public import SchemaCore

/// Returns whether `*` or `name.*` stands where a query lists what it selects.
func selectsEverything(_ query: String) -> Bool {
  let tokens = SQLLexer.tokens(of: query)
  return tokens.indices.dropFirst().contains { index in
    guard tokens[index].kind == .operator, tokens[index].text == "*" else { return false }
    let former = tokens[index - 1]
    return former.isPunctuation(".") || former.isPunctuation(",")
      || former.isWord("select") || former.isWord("distinct") || former.isWord("all")
  }
}

extension NormalizationContext {
  /// Returns whether a live view selects everything of a table that gets columns in this run.
  ///
  /// PostgreSQL expands `*` when the view is made, so the view would differ from its
  /// declaration as soon as the columns are there.
  func isOutdatedView(_ id: ObjectID, query: String) -> Bool {
    guard live.contains(id), selectsEverything(query) else { return false }
    var visited: Set<ObjectID> = [id]
    return gainsColumns(through: query, in: id.schema, visited: &visited)
  }

  private func gainsColumns(
    through query: String, in schema: String, visited: inout Set<ObjectID>
  ) -> Bool {
    for name in SQLReferences(in: query).relations {
      guard let relation = declaredRelation(name, from: schema),
        visited.insert(relation).inserted
      else { continue }
      if relation.kind == .table {
        if gainsColumns(relation) { return true }
      } else if let inner = text(ofView: relation), selectsEverything(inner),
        gainsColumns(through: inner, in: relation.schema, visited: &visited)
      {
        return true
      }
    }
    return false
  }

  private func gainsColumns(_ table: ObjectID) -> Bool {
    guard live.contains(table) else { return false }
    return declared.parts(of: table).contains { $0.kind == .column && !live.contains($0) }
  }

  private func text(ofView view: ObjectID) -> String? {
    declared.object(view, as: View.self)?.query
      ?? declared.object(view, as: MaterializedView.self)?.query
  }

  /// Returns the declared relation of a name, looked up like the server does.
  private func declaredRelation(_ name: QualifiedName, from schema: String) -> ObjectID? {
    for place in [schema, defaultSchema, "public"] {
      let qualified = name.inSchema(place)
      let ids = [Table.id(qualified), View.id(qualified), MaterializedView.id(qualified)]
      if let found = ids.first(where: declared.contains) { return found }
    }
    return nil
  }
}

extension ViewKind {
  public static func normalized(_ declared: View, in context: NormalizationContext) -> View {
    var copy = declared
    copy.isOutdated = context.isOutdatedView(declared.id, query: declared.query)
    return copy
  }
}

extension MaterializedViewKind {
  public static func normalized(
    _ declared: MaterializedView, in context: NormalizationContext
  ) -> MaterializedView {
    var copy = declared
    copy.isOutdated = context.isOutdatedView(declared.id, query: declared.query)
    // What need not be filled may be.
    if !copy.isPopulated,
      let live = context.live.object(declared.id, as: MaterializedView.self)
    {
      copy.isPopulated = live.isPopulated
    }
    return copy
  }
}

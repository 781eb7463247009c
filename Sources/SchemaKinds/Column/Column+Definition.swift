import SQLText

extension Column {
  /// The column as CREATE TABLE and ADD COLUMN write it.
  var definition: String { definition(isNullable: isNullable) }

  /// Returns the column's definition with or without its NOT NULL.
  func definition(isNullable: Bool) -> String {
    var text = quotedIdentifier(name) + " " + (isSerial ? serialTypeName : type.sql)
    if !compression.isEmpty { text += " COMPRESSION \(compression)" }
    text += collation.clause
    if let identity { text += " \(identity.clause(of: self))" }
    if !generatedExpression.isEmpty {
      text += " GENERATED ALWAYS AS (\(generatedExpression)) \(isVirtual ? "VIRTUAL" : "STORED")"
    }
    if !defaultExpression.isEmpty {
      text += " DEFAULT \(restrictedExpression(defaultExpression))"
    }
    return isNullable ? text : text + notNullClause
  }

  /// The pseudo-type that makes the column's sequence with it.
  var serialTypeName: String {
    switch type.name {
    case "bigint": "bigserial"
    case "smallint": "smallserial"
    default: "serial"
    }
  }

  /// The sequence's name: the live one, else the one that PostgreSQL's `serial` would choose.
  var sequenceName: QualifiedName {
    ownedSequence ?? defaultSequenceName
  }

  /// The name that PostgreSQL gives the sequence of a serial or an identity column.
  var defaultSequenceName: QualifiedName {
    QualifiedName(
      schema: table.schema, name: serialSequenceName(table: table.name, column: name))
  }

  /// Whether new rows get a value without being given one.
  var fillsItself: Bool {
    !defaultExpression.isEmpty || !generatedExpression.isEmpty || isSerial
      || identity != nil
  }
}

/// Words that a column definition's DEFAULT takes in parentheses only (grammar's `b_expr`).
private let unrestrictedWords: Set<String> = [
  "and", "or", "not", "is", "isnull", "notnull", "in", "like", "ilike", "similar", "between",
  "overlaps", "at", "collate",
]

/// Returns an expression as DEFAULT inside a column definition accepts it.
private func restrictedExpression(_ text: String) -> String {
  let needsParentheses = SQLLexer.tokens(of: text).contains { token in
    token.kind == .word && unrestrictedWords.contains(token.text)
  }
  return needsParentheses ? "(\(text))" : text
}

import SQLText

/// The tables and columns that the options name.
struct TableSelection: Sendable {
  private let options: VerificationOptions
  private let isBySchema: Bool

  init(_ options: VerificationOptions, isBySchema: Bool) {
    self.options = options
    self.isBySchema = isBySchema
  }

  /// Whether only some tables are wanted.
  var isRestricted: Bool { !options.tables.isEmpty }

  /// Returns the name by which both sides know a table.
  func key(_ name: QualifiedName) -> QualifiedName {
    isBySchema ? QualifiedName(schema: "", name: name.name) : name
  }

  func keyed(_ tables: [QualifiedName: Relation]) -> [QualifiedName: Relation] {
    Dictionary(uniqueKeysWithValues: tables.map { (key($0.key), $0.value) })
  }

  /// Returns the wanted ones of the known tables.
  func wanted(of known: Set<QualifiedName>) throws(VerificationError) -> Set<QualifiedName> {
    guard isRestricted else { return known }
    var result: Set<QualifiedName> = []
    for text in options.tables { result.insert(try table(text, of: known)) }
    return result
  }

  /// Returns the conditions by table.
  func conditions(
    for known: Set<QualifiedName>
  ) throws(VerificationError) -> [QualifiedName: String] {
    var result: [QualifiedName: String] = [:]
    for (text, condition) in options.conditions { result[try table(text, of: known)] = condition }
    return result
  }

  /// Returns the columns that are left out, by table.
  ///
  /// - Parameter columns: returns those of a table; none where there is no such table.
  func exclusions(
    _ columns: (QualifiedName) -> Set<String>
  ) throws(VerificationError) -> [QualifiedName: Set<String>] {
    var result: [QualifiedName: Set<String>] = [:]
    for text in options.excludedColumns {
      let parts = nameParts(text) ?? []
      guard parts.count == 2 || parts.count == 3, let column = parts.last else {
        throw .request(
          code: "unknown-column", message: "'\(text)' names no column: write table.column")
      }
      let name = key(
        QualifiedName(
          schema: parts.count == 3 ? parts[0] : options.defaultSchema, name: parts[parts.count - 2])
      )
      guard columns(name).contains(column) else {
        throw .request(
          code: "unknown-column",
          message: "neither side has a column '\(column)' of table '\(name)'")
      }
      result[name, default: []].insert(column)
    }
    return result
  }

  private func table(
    _ text: String, of known: Set<QualifiedName>
  ) throws(VerificationError) -> QualifiedName {
    let name = QualifiedName(text).map { key($0.inSchema(options.defaultSchema)) }
    guard let name, known.contains(name) else {
      throw .request(code: "unknown-table", message: "neither side has a table '\(text)'")
    }
    return name
  }
}

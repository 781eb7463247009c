import SQLText
public import SchemaCore

extension OperationKind {
  static let createSequence = OperationKind("create_sequence", .tables)
  static let alterSequence = OperationKind("alter_sequence", .tables)
  static let dropSequence = OperationKind("drop_sequence", .tables)
}

extension SequenceKind {
  /// The column of an implied one makes it; the owner is set once the column is there, since
  /// the column's default may need the sequence.
  public static func create(_ new: NumberSequence, in context: PlanContext) -> [Operation] {
    guard !new.isImplied else { return [] }
    let creation = Operation(
      .createSequence, new.id, [creation(of: new)], provides: [new.id],
      reversal: .statements([SQLFragment("DROP SEQUENCE \(new.name.sql)")]),
      summary: summary(of: new))
    return [creation] + ownership(from: nil, to: new, in: context)
  }

  public static func alter(
    _ old: NumberSequence, into new: NumberSequence, in context: PlanContext
  ) -> [Operation] {
    var operations: [Operation] = []
    let changes = changes(from: old, to: new)
    if !changes.isEmpty {
      operations.append(
        Operation(
          .alterSequence, new.id, changes, provides: [new.id],
          reversal: .statements(self.changes(from: new, to: old)),
          summary: clauses(from: old, to: new).joined(separator: ", ").lowercased()))
    }
    guard old.ownedBy != new.ownedBy else { return operations }
    return operations + ownership(from: old, to: new, in: context)
  }

  public static func drop(_ old: NumberSequence, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropSequence, old.id, [SQLFragment("DROP SEQUENCE \(old.name.sql)")],
        dataEffect: .destroys, isDestructive: true, releases: [old.id],
        reversal: .impossible("the sequence's place is not kept"), summary: summary(of: old))
    ]
  }

  static func creation(of sequence: NumberSequence) -> SQLFragment {
    var text = "CREATE \(sequence.isUnlogged ? "UNLOGGED " : "")SEQUENCE \(sequence.name.sql)"
    if sequence.type.name != "bigint" { text += " AS \(sequence.type.sql)" }
    for clause in sequence.options.clauses(of: sequence.type) { text += " \(clause)" }
    return SQLFragment(text)
  }

  private static func clauses(from old: NumberSequence, to new: NumberSequence) -> [String] {
    (old.type == new.type ? [] : ["AS \(new.type.sql)"]) + new.options.changes(from: old.options)
  }

  private static func changes(
    from old: NumberSequence, to new: NumberSequence
  ) -> [SQLFragment] {
    let alter = "ALTER SEQUENCE \(new.name.sql)"
    let clauses = clauses(from: old, to: new)
    var statements: [SQLFragment] = []
    if !clauses.isEmpty {
      statements.append(SQLFragment("\(alter) \(clauses.joined(separator: " "))"))
    }
    if old.isUnlogged != new.isUnlogged {
      statements.append(SQLFragment("\(alter) SET \(new.isUnlogged ? "UNLOGGED" : "LOGGED")"))
    }
    return statements
  }

  /// Lets a sequence leave the column that would take it along.
  static func parting(_ sequence: ObjectID) -> SQLFragment {
    SQLFragment("ALTER SEQUENCE \(sequence.qualifiedName.sql) OWNED BY NONE")
  }

  private static func ownership(
    from old: NumberSequence?, to new: NumberSequence, in context: PlanContext
  ) -> [Operation] {
    let back =
      old?.ownedBy.map { owning($0, of: new.id) } ?? parting(new.id)
    if let owner = new.ownedBy {
      return [
        Operation(
          .alterSequence, new.id, [owning(owner, of: new.id)], requires: [new.id, owner],
          reversal: .statements([back]), summary: "owned by \(owner)")
      ]
    }
    // The operation that drops the column lets the sequence go.
    guard let owner = old?.ownedBy, !context.isDropped(owner),
      !context.isDropped(Table.id(owner.qualifiedName))
    else { return [] }
    return [
      Operation(
        .alterSequence, new.id, [parting(new.id)], requires: [new.id],
        reversal: .statements([back]), summary: "owned by no column")
    ]
  }

  private static func owning(_ column: ObjectID, of sequence: ObjectID) -> SQLFragment {
    SQLFragment(
      "ALTER SEQUENCE \(sequence.qualifiedName.sql) "
        + "OWNED BY \(column.qualifiedName.sql).\(quotedIdentifier(column.member))")
  }

  private static func summary(of sequence: NumberSequence) -> String {
    let clauses = sequence.options.clauses(of: sequence.type).map { $0.lowercased() }
    return ([sequence.type.sql] + clauses).joined(separator: ", ")
  }
}

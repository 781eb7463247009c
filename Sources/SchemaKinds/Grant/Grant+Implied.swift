import SQLText
public import SchemaCore

extension GrantKind {
  /// Adds what INSERT on a table needs besides: USAGE on the sequences of its serial columns.
  ///
  /// The default of a serial column calls `nextval`, which PostgreSQL checks against the role
  /// that inserts.
  public static func complete(_ declarations: inout Declarations) {
    var serialColumns: [ObjectID: [Column]] = [:]
    for grant in declarations.snapshot.all(Grant.self) where grant.givesInsert {
      let table = grant.target
      let columns =
        serialColumns[table]
        ?? declarations.snapshot.parts(of: table, as: Column.self).filter(\.isSerial)
      serialColumns[table] = columns
      for column in columns {
        var implied = Grant(
          target: NumberSequence.id(column.sequenceName), grantee: grant.grantee,
          privileges: ["USAGE"])
        implied.isPartial = true
        guard let range = declarations.positions[grant.id],
          !declarations.snapshot.contains(implied.id)
        else { continue }
        declarations.declare(implied, at: range)
      }
    }
  }
}

extension Grant {
  /// Whether rows of a table can be inserted with it.
  fileprivate var givesInsert: Bool {
    target.kind == .table
      && (privileges.contains("INSERT") || privileges.contains(Privileges.all))
  }
}

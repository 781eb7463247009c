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
          target: Grant.sequence(of: column.id), grantee: grant.grantee, privileges: ["USAGE"])
        implied.isPartial = true
        guard let range = declarations.positions[grant.id],
          !declarations.snapshot.contains(implied.id)
        else { continue }
        declarations.declare(implied, at: range)
      }
    }
  }

  /// Returns the sequence of a serial column, by its live name or by the one it will get.
  static func sequenceName(_ target: ObjectID, in context: PlanContext) -> QualifiedName {
    let table = target.qualifiedName
    let column = Column.id(target.member, of: table)
    let live = context.isCreated(column) ? nil : context.facts.serialSequences[column]
    return live
      ?? QualifiedName(
        schema: table.schema, name: serialSequenceName(table: table.name, column: target.member))
  }
}

extension Grant {
  /// Whether rows of a table can be inserted with it.
  fileprivate var givesInsert: Bool {
    target.kind == .table
      && (privileges.contains("INSERT") || privileges.contains(Privileges.all))
  }
}

/// Returns `<table>_<column>_seq`, cut like PostgreSQL's `makeObjectName` does.
///
/// The longer of the two names loses bytes until the whole has 63, never half a character.
func serialSequenceName(table: String, column: String) -> String {
  let room = 63 - "__seq".utf8.count
  var tableLength = table.utf8.count
  var columnLength = column.utf8.count
  while tableLength + columnLength > room {
    if tableLength > columnLength { tableLength -= 1 } else { columnLength -= 1 }
  }
  return "\(clipped(table, to: tableLength))_\(clipped(column, to: columnLength))_seq"
}

private func clipped(_ text: String, to length: Int) -> String {
  var result = ""
  var used = 0
  for scalar in text.unicodeScalars {
    used += UTF8.width(scalar)
    if used > length { break }
    result.unicodeScalars.append(scalar)
  }
  return result
}

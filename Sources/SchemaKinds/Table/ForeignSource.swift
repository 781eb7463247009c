import SQLText
import SchemaCore
import SourceText

extension Table {
  /// Where a foreign table's rows are.
  public struct ForeignSource: Hashable, Sendable {
    public var server: String
    /// As the server's wrapper understands them.
    public var options: [String: String]

    /// Creates a source.
    public init(server: String, options: [String: String] = [:]) {
      self.server = server
      self.options = options
    }
  }

  /// What CREATE, ALTER, DROP and COMMENT ON call the table.
  var noun: String { foreign == nil ? "TABLE" : "FOREIGN TABLE" }
}

extension TableKind {
  /// Reads a foreign table's `server` and `options`.
  static func foreignSource(
    from reader: inout MappingReader, in declarations: inout Declarations
  ) -> Table.ForeignSource? {
    let server = reader.requiredString("server", &declarations.report)
    let options = reader.options("options", &declarations.report)
    return server.map { Table.ForeignSource(server: $0, options: options) }
  }

  /// The operations that give a foreign table other options.
  static func foreignOptions(
    from old: Table, to new: Table, in context: PlanContext
  ) -> [Operation] {
    guard let former = old.foreign, let wanted = new.foreign, former != wanted else { return [] }
    let alter = "ALTER FOREIGN TABLE \(new.name.sql)"
    return [
      Operation(
        .alterForeignTable, new.id,
        [SQLFragment(alter + wanted.options.change(from: former.options))],
        locks: context.locks(.accessExclusive, on: new.id), provides: [new.id],
        reversal: .statements([SQLFragment(alter + former.options.change(from: wanted.options))]))
    ]
  }

  /// Why a table can't become foreign, or the reverse, or move to another server.
  static func foreignRefusal(_ old: Table, into new: Table) -> String? {
    switch (old.foreign, new.foreign) {
    case (let former?, let wanted?) where former.server != wanted.server:
      return """
        PostgreSQL can't move a foreign table from server '\(former.server)' to \
        '\(wanted.server)': declare it by another name
        """
    case (nil, _?), (_?, nil):
      return "PostgreSQL can't turn a table into a foreign one, or back: declare it by another name"
    default: return nil
    }
  }
}

extension PlanContext {
  /// Whether a live table is foreign.
  func isForeign(_ table: QualifiedName) -> Bool {
    live.object(Table.id(table), as: Table.self)?.foreign != nil
  }
}

extension OperationKind {
  static let alterForeignTable = OperationKind("alter_foreign_table", .tables)
}

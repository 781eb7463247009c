public import SQLText
public import SchemaCore

/// What is published for subscribers of logical replication.
public struct Publication: SchemaObject {
  /// A published table.
  public struct Member: Hashable, Sendable {
    public var table: QualifiedName
    /// The published columns, sorted; empty for all (PostgreSQL 15).
    public var columns: [String]
    /// The condition on published rows without its parentheses; empty for all rows.
    public var filter: String

    /// Creates a member.
    public init(table: QualifiedName, columns: [String] = [], filter: String = "") {
      self.table = table
      self.columns = columns.sorted()
      self.filter = filter
    }
  }

  public var name: String
  /// Whether every table of the database is published, also those that come later.
  public var publishesAllTables = false
  /// The published tables, by name.
  public var tables: [Member] = []
  /// The schemas of which every table is published, sorted.
  public var schemas: [String] = []
  /// `insert`, `update`, `delete`, `truncate`.
  public var events: Set<String> = Set(Publication.allEvents)
  /// Whether changes of partitions are published as their parent's.
  public var publishesViaRoot = false

  /// Creates a publication.
  public init(name: String) { self.name = name }

  static let allEvents = ["insert", "update", "delete", "truncate"]

  public var id: ObjectID { Publication.id(name) }
  public var references: [Reference] {
    tables.map { .object(Table.id($0.table)) }
      + tables.flatMap { member in
        member.columns.map { .object(Column.id($0, of: member.table)) }
          + Reference.found(in: member.filter)
      }
      + schemas.map { .object(ObjectID(.schema, $0)) }
  }

  /// The filters of the tables in order.
  public var expressions: [String] {
    get { tables.map(\.filter) }
    set {
      for (place, filter) in zip(tables.indices, newValue) { tables[place].filter = filter }
    }
  }

  /// Returns the identity of a publication.
  public static func id(_ name: String) -> ObjectID { ObjectID(.publication, name) }
}

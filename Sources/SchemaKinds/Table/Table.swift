public import SQLText
public import SchemaCore

/// A table without its parts: columns, constraints, indexes are objects of their own.
public struct Table: SchemaObject {
  public var name: QualifiedName
  /// How the table divides its rows among partitions; nil for one that holds them itself.
  public var partitionKey: PartitionKey?
  /// Where a foreign table's rows are; nil for a table with rows of its own.
  public var foreign: ForeignSource?
  /// What the table is a partition of; nil for a table of its own.
  public var partition: Partition?
  /// Whether its rows are lost in a crash.
  public var isUnlogged = false
  /// Storage parameters; those of the TOAST table start with `toast.`.
  public var storage = StorageParameters()
  /// The tables whose columns it has too (INHERITS), in order.
  public var parents: [QualifiedName] = []
  /// The index that CLUSTER goes by; empty without one.
  public var clusterIndex = ""
  public var replicaIdentity = ReplicaIdentity.primaryKey
  public var hasRowSecurity = false
  /// Whether policies bind the owner too.
  public var forcesRowSecurity = false

  /// What logical replication tells rows apart by (`relreplident`).
  public enum ReplicaIdentity: Hashable, Sendable {
    case primaryKey, full, nothing
    case index(String)
  }

  /// Creates a table.
  public init(name: QualifiedName) { self.name = name }

  public var id: ObjectID { Table.id(name) }
  /// A partition goes away with its parent.
  public var owner: ObjectID? { partition.map { Table.id($0.parent) } }
  public var references: [Reference] {
    (partition.map { [.object(Table.id($0.parent))] } ?? [])
      + parents.map { .object(Table.id($0)) }
      + (foreign.map { [.object(ForeignServer.id($0.server))] } ?? [])
      + (partitionKey?.parts ?? []).flatMap { Reference.found(in: $0.expression) }
  }

  /// The partition's bound and the definition of the partition key.
  public var expressions: [String] {
    get { [partition?.bound ?? "", partitionKey?.definition ?? ""] }
    set {
      if !newValue[0].isEmpty { partition?.bound = newValue[0] }
      if !newValue[1].isEmpty { partitionKey?.definition = newValue[1] }
    }
  }

  /// Returns the identity of a table.
  public static func id(_ name: QualifiedName) -> ObjectID {
    ObjectID(.table, schema: name.schema, name.name)
  }
}

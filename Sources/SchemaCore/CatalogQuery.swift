public import SQLText

/// How a kind's objects are read from the catalog: SQL as text and a decoder, no connection.
///
/// The query runs with an empty search_path, so everything outside pg_catalog prints
/// qualified, and must leave out pg_catalog, information_schema, temporary objects, the
/// tool's own schema and what extensions own. Its rows come in a fixed order.
public struct CatalogQuery<Object: SchemaObject>: Sendable {
  /// How long the query takes beside others on a large schema; most are 1.
  public var weight: Int
  /// Where the objects stand; nil where some are in every database.
  public var presence: CatalogPresence?
  /// Returns the SQL for a server version (`150004`).
  public var sql: @Sendable (_ serverVersion: Int) -> String
  /// Turns a row into an object; nil leaves the row out. Facts go into the reading.
  public var decode: @Sendable (_ row: Row, _ reading: inout LiveFacts) -> Object?

  /// Creates a query.
  public init(
    weight: Int = 1, presence: CatalogPresence? = nil,
    sql: @escaping @Sendable (_ serverVersion: Int) -> String,
    decode: @escaping @Sendable (_ row: Row, _ reading: inout LiveFacts) -> Object?
  ) {
    self.weight = weight
    self.presence = presence
    self.sql = sql
    self.decode = decode
  }
}

/// How PostgreSQL addresses an object: catalog, OID and column number (`pg_depend`).
public struct ObjectAddress: Hashable, Sendable {
  public var catalog: String
  public var oid: Int
  public var column: Int

  /// Creates an address; `catalog` is the catalog's name, `pg_class`.
  public init(_ catalog: String, _ oid: Int, column: Int = 0) {
    self.catalog = catalog
    self.oid = oid
    self.column = column
  }
}

extension ObjectAddress {
  /// OIDs tell nearly all objects apart, so only they are hashed.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(oid &* 2048 &+ column)
  }

  public static func == (left: ObjectAddress, right: ObjectAddress) -> Bool {
    left.oid == right.oid && left.column == right.column && left.catalog == right.catalog
  }
}

/// How large a relation is, by the catalog's estimates.
public struct RelationSize: Hashable, Sendable, Codable {
  /// Rows by `reltuples`; nil before the first ANALYZE.
  public var rows: Int?
  /// Bytes of the main fork by `relpages`.
  public var bytes: Int

  /// Creates a size.
  public init(rows: Int?, bytes: Int) {
    self.rows = rows
    self.bytes = bytes
  }
}

/// A partition as its parent has it.
public struct LivePartition: Hashable, Sendable {
  public var id: ObjectID
  /// Whether it is a table with rows of its own: neither partitioned again nor foreign.
  public var isOrdinary: Bool

  /// Creates a partition.
  public init(_ id: ObjectID, isOrdinary: Bool) {
    self.id = id
    self.isOrdinary = isOrdinary
  }
}

/// What the catalog says beside the objects: version, sizes, addresses, types.
public struct LiveFacts: Sendable {
  /// `server_version_num`: 150004.
  public var serverVersion = 0
  /// The role that the connection runs as.
  public var currentRole = ""
  public var databaseName = ""
  /// The server's `wal_level`: nothing is published below `logical`.
  public var walLevel = ""
  public var sizes: [ObjectID: RelationSize] = [:]
  public var addresses: [ObjectAddress: ObjectID] = [:]
  /// Live objects that each object is used by, from `pg_depend`; read when a plan needs it.
  public var dependents: [ObjectID: Set<ObjectID>] = [:]
  /// The schemas that hold a type of a name, outside pg_catalog, extension's types included.
  public var typeSchemas: [String: Set<String>] = [:]
  /// Installed extensions with their schema and version.
  public var extensions: [String: (schema: String, version: String)] = [:]
  /// Live objects that no kind knows; nil where nobody has asked for them.
  public var unmanaged: [UnmanagedObject]?
  /// The owners of objects that the connection's role doesn't own.
  public var owners: [ObjectID: String] = [:]
  /// Partitions of partitioned tables: they belong to their parent unless they are declared.
  public var partitions: Set<ObjectID> = []
  /// The direct partitions of each partitioned table, by name.
  public var partitionsByParent: [ObjectID: [LivePartition]] = [:]

  /// Partitioned tables that have a default partition.
  public var defaultPartitions: Set<ObjectID> = []
  /// Tables whose partitions pg_partman makes and drops, by its own configuration.
  public var maintainedTables: Set<QualifiedName> = []

  /// Returns whether pg_partman makes and drops a table's partitions.
  public func isMaintained(_ table: QualifiedName) -> Bool { maintainedTables.contains(table) }

  /// The pairs of columns of which one takes the other's place.
  public var expansions: [ExpansionRecord] = []

  /// Creates empty facts.
  public init() {}
}

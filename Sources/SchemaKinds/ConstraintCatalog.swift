import SQLText
import SchemaCore

/// The parts that the catalog queries of constraint kinds share.
///
/// In them `c` is pg_constraint, `t` the table and `n` the table's schema.
enum ConstraintCatalog {
  /// Constraints of one type on ordinary and partitioned tables.
  ///
  /// Partitions have theirs from the parent, children of inheritance what isn't local to them.
  static func source(_ type: String) -> String {
    """
    FROM pg_constraint c
    JOIN pg_class t ON t.oid = c.conrelid AND t.relkind IN ('r', 'p', 'f')
    JOIN pg_namespace n ON n.oid = t.relnamespace
    """ + (type == "f" ? referenced : "")
  }

  private static let referenced = """

    JOIN pg_class r ON r.oid = c.confrelid
    JOIN pg_namespace rn ON rn.oid = r.relnamespace
    """

  /// `pg_depend` is read by extension: a lookup for each table costs more than all the rest.
  static func filter(_ type: String) -> String {
    """
    WHERE c.contype = '\(type)' AND (c.conparentid = 0 AND c.conislocal OR \(isDetached("t"))) AND \(userSchemaFilter("n"))
      AND t.oid NOT IN (SELECT d.objid FROM pg_depend d
                        WHERE d.refclassid = 'pg_extension'::regclass
                          AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
    ORDER BY n.nspname, t.relname, c.conname
    """
  }

  /// Returns the names of an array's columns in order.
  ///
  /// Nearly all arrays have one element, whose name is joined; only others are taken apart.
  static func names(_ numbers: String, of relation: String, first: String) -> String {
    """
    CASE WHEN cardinality(\(numbers)) = 1 THEN ARRAY[\(first).attname] ELSE ARRAY(
      SELECT a.attname FROM unnest(\(numbers)) WITH ORDINALITY AS u (number, place)
      JOIN pg_attribute a ON a.attrelid = \(relation) AND a.attnum = u.number
      ORDER BY u.place) END
    """
  }

  /// The query for a constraint that an index of its own backs: primary key or unique.
  static func keys(_ type: String, nullsNotDistinct: String) -> String {
    """
    SELECT c.oid, n.nspname, t.relname, c.conname, c.condeferrable, c.condeferred, c.conindid,
           i.indnkeyatts,
           \(names("i.indkey::int2[]", of: "c.conrelid", first: "f")),
           \(nullsNotDistinct), ic.reloptions
    \(source(type))
    JOIN pg_index i ON i.indexrelid = c.conindid
    JOIN pg_class ic ON ic.oid = c.conindid
    JOIN pg_attribute f ON f.attrelid = c.conrelid AND f.attnum = i.indkey[0]
    \(filter(type))
    """
  }
}

/// A row of `ConstraintCatalog.keys`.
struct LiveKey {
  let table: QualifiedName
  let name: String
  let columns: [String]
  let include: [String]
  let deferral: Deferral
  let nullsNotDistinct: Bool
  let storage: StorageParameters

  init(_ row: Row) {
    table = QualifiedName(schema: row.text(1), name: row.text(2))
    name = row.text(3)
    deferral = Deferral(isDeferrable: row.bool(4), isDeferred: row.bool(5))
    columns = Array(row.array(8).prefix(row.int(7)))
    include = Array(row.array(8).dropFirst(row.int(7)))
    nullsNotDistinct = row.bool(9)
    storage = StorageParameters(row.array(10))
  }

  /// Notes that the constraint's row and its index are one object.
  func note(_ row: Row, as id: ObjectID, in facts: inout LiveFacts) {
    facts.addresses[ObjectAddress("pg_constraint", row.int(0))] = id
    facts.addresses[ObjectAddress("pg_class", row.int(6))] = id
  }
}

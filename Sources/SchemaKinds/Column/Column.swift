public import SQLText
public import SchemaCore

/// A column of a table.
public struct Column: SchemaObject {
  public var table: QualifiedName
  public var name: String
  /// The type; unqualified user types get their schema when the column is normalized.
  public var type: TypeName
  public var isNullable: Bool
  /// The default's expression; empty without one, and for serial columns.
  public var defaultExpression = ""
  /// The expression of a generated column; empty for ordinary ones.
  public var generatedExpression = ""
  /// Whether the default is a sequence of the column's own (`serial`, `bigserial`).
  public var isSerial = false
  /// The type of a serial column's sequence; nil for other columns.
  public var sequenceType: TypeName?
  public var collation = CollationName()
  /// How long values are stored (`external`); empty for the type's own way.
  public var storage = ""
  /// How long values are compressed (`lz4`); empty for the server's own way.
  public var compression = ""
  /// The statistics target; -1 for the server's own.
  public var statistics = -1
  /// The planner's options: `n_distinct`, `n_distinct_inherited`.
  public var options = StorageParameters()
  /// Whether a generated column is computed when it is read (PostgreSQL 18).
  public var isVirtual = false
  /// How an identity column is filled; nil for other columns.
  public var identity: Identity?
  /// The check that an interrupted NOT NULL tightening left; empty without, as for declared ones.
  ///
  /// A column that was renamed since keeps a check with its former name in it.
  public var tighteningCheck = ""
  /// The name of the NOT NULL constraint where it isn't the server's choice (PostgreSQL 18).
  public var notNullName = ""
  private var using = Incidental("")
  private var sequence = Incidental<QualifiedName?>(nil)
  private var usual = Incidental("")
  private var notNull = Incidental(NotNull())

  /// Creates a column.
  public init(table: QualifiedName, name: String, type: TypeName, isNullable: Bool = true) {
    self.table = table
    self.name = name
    self.type = type
    self.isNullable = isNullable
  }

  public var id: ObjectID { Column.id(name, of: table) }
  public var owner: ObjectID? { Table.id(table) }
  public var references: [Reference] {
    [.object(Table.id(table))] + Reference.found(inType: type)
      + Reference.found(in: defaultExpression) + Reference.found(in: generatedExpression)
      + collation.references
  }
  public var expressions: [String] {
    get { [defaultExpression, generatedExpression] }
    set {
      defaultExpression = newValue[0]
      generatedExpression = newValue[1]
    }
  }

  /// The cast of existing values for a type change; empty for `"column"::type`.
  ///
  /// No part of the comparison: the server keeps no trace of it.
  public var usingExpression: String {
    get { using.value }
    set { using.value = newValue }
  }

  /// The live sequence that the column owns, nil where there is none or it isn't known.
  ///
  /// No part of the comparison: a project doesn't name it.
  public var ownedSequence: QualifiedName? {
    get { sequence.value }
    set { sequence.value = newValue }
  }

  /// How the live column's type is stored unless something else is said.
  public var usualStorage: String {
    get { usual.value }
    set { usual.value = newValue }
  }

  /// The live NOT NULL constraint; empty where constraints of the kind have no names.
  var notNullConstraint: NotNull {
    get { notNull.value }
    set { notNull.value = newValue }
  }

  /// Returns the identity of a column.
  public static func id(_ name: String, of table: QualifiedName) -> ObjectID {
    ObjectID(.column, schema: table.schema, table.name, member: name)
  }
}

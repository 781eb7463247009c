public import SQLText
public import SchemaCore

/// A column of a table.
public struct Column: SchemaObject {
  /// How a live column is filled by a sequence of its own (`pg_attribute.attidentity`).
  public enum Identity: String, Hashable, Sendable {
    case none = ""
    case always = "a"
    case byDefault = "d"
  }

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
  /// Live columns may be identity columns; declared ones take it over when normalized.
  public var identity = Identity.none
  /// The check that an interrupted NOT NULL tightening left; empty without, as for declared ones.
  ///
  /// A column that was renamed since keeps a check with its former name in it.
  public var tighteningCheck = ""
  private var using = Incidental("")
  private var sequence = Incidental<QualifiedName?>(nil)

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

  /// Returns the identity of a column.
  public static func id(_ name: String, of table: QualifiedName) -> ObjectID {
    ObjectID(.column, schema: table.schema, table.name, member: name)
  }
}

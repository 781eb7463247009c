public import SQLText
public import SchemaCore

/// A range type, with the multirange type that PostgreSQL makes for it.
public struct RangeType: SchemaObject {
  public var name: QualifiedName
  public var subtype: TypeName
  /// The btree operator class that orders the bounds; nil for the subtype's default.
  public var operatorClass: QualifiedName?
  /// The collation; nil for the one of the subtype.
  public var collation: QualifiedName?
  /// The function that brings equal ranges into one form; nil for none.
  public var canonical: QualifiedName?
  /// The function for the distance of two bounds; nil for none.
  public var difference: QualifiedName?
  public var multirange: QualifiedName
  private var classIsDefault = Incidental(false)

  /// Creates a range type with the multirange name that PostgreSQL gives.
  public init(name: QualifiedName, subtype: TypeName) {
    self.name = name
    self.subtype = subtype
    multirange = RangeType.multirangeName(of: name)
  }

  public var id: ObjectID { RangeType.id(name) }
  public var references: [Reference] {
    Reference.found(inType: subtype) + Reference.found(collation: collation)
      + (operatorClass.map { [.object(OperatorClass.id($0, method: "btree"))] } ?? [])
      + (difference.map { [.routine($0)] } ?? [])
  }

  /// The constructor functions bear the names of the two types.
  public var brings: [Reference] { [.type(multirange), .routine(name), .routine(multirange)] }

  /// Whether a live operator class is the one that PostgreSQL takes where none is written.
  var hasDefaultClass: Bool {
    get { classIsDefault.value }
    set { classIsDefault.value = newValue }
  }

  /// Returns the identity of a range type.
  public static func id(_ name: QualifiedName) -> ObjectID {
    ObjectID(.rangeType, schema: name.schema, name.name)
  }

  /// Returns what PostgreSQL calls the multirange type of a range type
  /// (`makeMultirangeTypeName`).
  static func multirangeName(of name: QualifiedName) -> QualifiedName {
    let bytes = Array(name.name.utf8)
    let word = Array("range".utf8)
    for start in bytes.indices where bytes[start...].starts(with: word) {
      let text =
        String(decoding: bytes[..<start], as: UTF8.self) + "multi"
        + String(decoding: bytes[start...], as: UTF8.self)
      return QualifiedName(schema: name.schema, name: truncatedIdentifier(text))
    }
    let stem = truncatedIdentifier(name.name, to: 63 - "_multirange".utf8.count)
    return QualifiedName(schema: name.schema, name: stem + "_multirange")
  }
}

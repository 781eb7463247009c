public import SQLText
public import SchemaCore

/// A sequence: one of its own, or the one that a serial column owns.
///
/// Those of identity columns are part of the column.
public struct NumberSequence: SchemaObject {
  public var name: QualifiedName
  public var type: TypeName
  public var options: SequenceOptions
  /// Whether it is lost in a crash (PostgreSQL 15).
  public var isUnlogged = false
  /// The column that takes it along when it is dropped.
  public var ownedBy: ObjectID?
  private var implied = Incidental(false)

  /// Creates a sequence that counts as those of its type do.
  public init(name: QualifiedName, type: TypeName = TypeName("bigint")) {
    self.name = name
    self.type = type
    options = SequenceOptions(of: type)
  }

  public var id: ObjectID { NumberSequence.id(name) }

  /// Whether the type `serial` of a column declares it: then the column's statements make it.
  public var isImplied: Bool {
    get { implied.value }
    set { implied.value = newValue }
  }

  /// Returns the identity of a sequence.
  public static func id(_ name: QualifiedName) -> ObjectID {
    ObjectID(.sequence, schema: name.schema, name.name)
  }
}

/// Returns `<table>_<column>_seq`.
func serialSequenceName(table: String, column: String) -> String {
  objectName(table, column, suffix: "seq")
}

/// Returns `<first>_<second>_<suffix>`, cut like PostgreSQL's `makeObjectName` does.
///
/// The longer of the two names loses bytes until the whole has 63, never half a character.
func objectName(_ first: String, _ second: String, suffix: String) -> String {
  let room = 63 - "__\(suffix)".utf8.count
  var firstLength = first.utf8.count
  var secondLength = second.utf8.count
  while firstLength + secondLength > room {
    if firstLength > secondLength { firstLength -= 1 } else { secondLength -= 1 }
  }
  return "\(clipped(first, to: firstLength))_\(clipped(second, to: secondLength))_\(suffix)"
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

import SQLText
public import SchemaCore

extension RangeType {
  public func renamed(by names: Renaming) -> RangeType {
    var copy = self
    copy.name = names.type(name)
    copy.subtype = names.type(subtype)
    copy.collation = collation.map(names.collation)
    copy.canonical = canonical.map(names.routine)
    copy.difference = difference.map(names.routine)
    copy.multirange.schema = names.schema(multirange.schema)
    copy.operatorClass = operatorClass.map {
      names.inSchema(OperatorClass.id($0, method: "btree"))
    }
    // The name that PostgreSQL made of the range's follows it.
    if multirange == RangeType.multirangeName(of: name) {
      copy.multirange = RangeType.multirangeName(of: copy.name)
    }
    return copy
  }
}

extension RangeTypeKind {
  /// ALTER TYPE leaves the constructor functions and the multirange type, whose names PostgreSQL
  /// made of the range's, as they are: another range of the former name could not be made.
  public static func rename(
    _ object: RangeType, from former: String, in context: PlanContext
  ) -> Operation? {
    var old = object
    old.name = QualifiedName(schema: object.name.schema, name: former)
    if object.multirange == RangeType.multirangeName(of: object.name) {
      old.multirange = RangeType.multirangeName(of: old.name)
    }
    return Operation(
      .renameType, object.id, statements(from: old, to: object),
      requires: [Schema.id(object.name.schema)], provides: [object.id],
      reversal: .statements(statements(from: object, to: old)),
      summary: "'\(former)' → '\(object.name.name)'")
  }

  private static func statements(from old: RangeType, to new: RangeType) -> [SQLFragment] {
    let bounds = "\(new.subtype.sql), \(new.subtype.sql)"
    var statements = family(of: old.name, to: new.name, arguments: [bounds, "\(bounds), text"])
    if old.multirange != new.multirange {
      let range = new.name.sql
      statements += family(
        of: old.multirange, to: new.multirange, arguments: ["", range, "VARIADIC \(range)[]"])
    }
    return statements
  }

  /// The statements for a type and its constructor functions.
  private static func family(
    of old: QualifiedName, to new: QualifiedName, arguments: [String]
  ) -> [SQLFragment] {
    let name = quotedIdentifier(new.name)
    return [SQLFragment("ALTER TYPE \(old.sql) RENAME TO \(name)")]
      + arguments.map { SQLFragment("ALTER FUNCTION \(old.sql)(\($0)) RENAME TO \(name)") }
  }
}

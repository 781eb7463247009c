import SQLText
import SchemaCore

/// The live columns that hold values of a domain, told by the types of the catalog alone.
struct DomainUse {
  /// Columns of the domain, or of a domain over it: PostgreSQL looks at their values.
  private(set) var direct: [ObjectID] = []
  /// Columns that hold it inside an array, composite or range type.
  ///
  /// PostgreSQL refuses to prove anything about the values there (0A000).
  private(set) var nested: [ObjectID] = []

  init(of domain: QualifiedName, in live: Snapshot) {
    var (same, around): (Set<QualifiedName>, Set<QualifiedName>) = ([domain], [])
    let types = DomainUse.types(in: live)
    var count = 0
    while count != same.count + around.count {
      count = same.count + around.count
      for type in types {
        if around.contains(type.part.userName) || same.contains(type.part.userName) {
          let isSame = type.isDomain && !type.part.isArray && same.contains(type.part.userName)
          if isSame { same.insert(type.name) } else { around.formUnion([type.name] + type.others) }
        }
      }
    }
    for column in live.all(Column.self) where !column.type.isBuiltIn {
      if same.contains(column.type.userName), !column.type.isArray {
        direct.append(column.id)
      } else if same.contains(column.type.userName) || around.contains(column.type.userName) {
        nested.append(column.id)
      }
    }
  }

  var isEmpty: Bool { direct.isEmpty && nested.isEmpty }

  /// Returns the locks on the tables whose rows are looked at.
  func locks(_ mode: LockMode, in context: PlanContext) -> [RelationLock] {
    Set(direct.map { Table.id($0.qualifiedName) }).sorted()
      .flatMap { context.locks(mode, on: $0) }
  }

  /// A type that another is made of.
  private struct Whole {
    var name: QualifiedName
    var others: [QualifiedName] = []
    var part: TypeName
    var isDomain = false
  }

  private static func types(in live: Snapshot) -> [Whole] {
    live.all(Domain.self).map { Whole(name: $0.name, part: $0.type, isDomain: true) }
      + live.all(Attribute.self).map { Whole(name: $0.composite, part: $0.type) }
      + live.all(RangeType.self).map {
        Whole(name: $0.name, others: [$0.multirange], part: $0.subtype)
      }
  }
}

extension PlanContext {
  /// Returns whether values of a type are checked by a domain's conditions, so that a column of
  /// it can't be added without writing every row.
  func isConstrained(_ type: TypeName) -> Bool {
    guard !type.isArray else { return false }
    let id = Domain.id(QualifiedName(schema: type.schema, name: type.name))
    guard let domain = declared.object(id, as: Domain.self) else { return false }
    return !domain.isNullable || !declared.parts(of: id, as: DomainCheck.self).isEmpty
      || isConstrained(domain.type)
  }
}

extension TypeName {
  /// The schema and name without what stands around them.
  fileprivate var userName: QualifiedName { QualifiedName(schema: schema, name: name) }
}

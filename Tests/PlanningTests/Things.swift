import Planning
import SQLText
import SchemaCore
import SourceText

/// An object whose needs a test states freely.
struct Thing: SchemaObject {
  var id: ObjectID
  var owner: ObjectID?
  var references: [Reference] = []
  var version = 1
}

/// A kind of things; the type parameter tells its kinds apart.
protocol ThingTraits: Sendable {
  static var id: KindID { get }
  static var phase: Phase { get }
  static var isFloating: Bool { get }
  static var namespace: Namespace { get }
  static var dependence: Dependence { get }
  static var transactionality: Transactionality { get }
}

extension ThingTraits {
  static var isFloating: Bool { false }
  static var namespace: Namespace { .none }
  static var dependence: Dependence { .holds }
  static var transactionality: Transactionality { .inTransaction }
}

enum ThingKind<Traits: ThingTraits>: ObjectKind {
  typealias Object = Thing
  static var id: KindID { Traits.id }
  static var namespace: Namespace { Traits.namespace }
  static var dependence: Dependence { Traits.dependence }
  static var places: [YAMLPlace] { [] }

  static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {}

  static func needsReplacement(_ old: Thing, by new: Thing, in context: PlanContext) -> Bool {
    Traits.dependence == .recreated
  }

  static func create(_ new: Thing, in context: PlanContext) -> [Operation] {
    [operation("create", new, provides: [new.id])]
  }

  static func alter(_ old: Thing, into new: Thing, in context: PlanContext) -> [Operation] {
    [operation("alter", new, provides: [new.id])]
  }

  static func drop(_ old: Thing, in context: PlanContext) -> [Operation] {
    var operation = operation("drop", old, provides: [])
    operation.releases = [old.id]
    operation.isDestructive = true
    return [operation]
  }

  private static func operation(
    _ verb: String, _ thing: Thing, provides: Set<ObjectID>
  ) -> Operation {
    let kind = OperationKind(
      "\(verb)_\(Traits.id.rawValue)", Traits.phase, isFloating: Traits.isFloating)
    return Operation(
      kind, thing.id, [SQLFragment("\(verb) \(thing.id.objectName)")],
      transactionality: verb == "create" ? Traits.transactionality : .inTransaction,
      provides: provides)
  }
}

enum TableTraits: ThingTraits {
  static let id: KindID = "table"
  static let phase = Phase.tables
  static let namespace = Namespace.relation
}

enum ViewTraits: ThingTraits {
  static let id: KindID = "view"
  static let phase = Phase.views
  static let namespace = Namespace.relation
  static let dependence = Dependence.recreated
}

enum FunctionTraits: ThingTraits {
  static let id: KindID = "function"
  static let phase = Phase.functions
  static let isFloating = true
  static let namespace = Namespace.routine
  static let dependence = Dependence.recreated
}

enum IndexTraits: ThingTraits {
  static let id: KindID = "index"
  static let phase = Phase.indexes
  static let transactionality = Transactionality.outside
  static let dependence = Dependence.follows
}

enum GrantTraits: ThingTraits {
  static let id: KindID = "grant"
  static let phase = Phase.grants
  static let dependence = Dependence.recreated
}

let thingKinds = KindSet([
  ThingKind<FunctionTraits>.self, ThingKind<TableTraits>.self, ThingKind<IndexTraits>.self,
  ThingKind<ViewTraits>.self, ThingKind<GrantTraits>.self,
])

func thing(
  _ kind: KindID, _ name: String, needs: [Reference] = [], of owner: ObjectID? = nil,
  version: Int = 1
) -> Thing {
  let id =
    owner.map { ObjectID(kind, schema: $0.schema, $0.name, member: name) }
    ?? ObjectID(kind, schema: "public", name)
  return Thing(id: id, owner: owner, references: needs, version: version)
}

func relation(_ name: String) -> Reference { .relation(QualifiedName(schema: "", name: name)) }

func routine(_ name: String) -> Reference { .routine(QualifiedName(schema: "", name: name)) }

/// Plans from one list of things to another.
func planned(
  declared: [Thing], live: [Thing] = [], dependents: [ObjectID: Set<ObjectID>] = [:],
  configure: (inout PlanOptions) -> Void = { _ in }
) -> PlanResult {
  var (wanted, found) = (Snapshot(), Snapshot())
  for thing in declared { wanted.insert(thing) }
  for thing in live { found.insert(thing) }
  var facts = LiveFacts()
  facts.dependents = dependents
  let context = PlanContext(
    declared: wanted, live: found, facts: facts, defaultSchema: "public")
  let changes = differences(in: context, kinds: thingKinds, managedSchemas: ["public"])
  var options = PlanOptions()
  configure(&options)
  return plan(for: changes, in: context, kinds: thingKinds, options: options)
}

extension PlanResult {
  /// The SQL of all statements in order.
  var sql: [String] { plan.operations.flatMap { $0.operation.statements.map(\.sql) } }
}

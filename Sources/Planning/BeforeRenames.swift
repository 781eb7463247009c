import SQLText
public import SchemaCore

/// The state before the renames of a plan: what the server can be asked about.
///
/// The catalog has the former names while a plan is made, so declared expressions are tried
/// with those, and what the server answers is compared with what it shows of the live ones.
public struct BeforeRenames: Sendable {
  /// The declared and live objects under their former names.
  public var context: PlanContext
  let renaming: Renaming
  /// Each declared object's identity before, by the one after.
  let formers: [ObjectID: ObjectID]

  /// Creates the state before, from the live objects as they were read.
  public init(
    _ renaming: Renaming, declared: Snapshot, live: Snapshot, facts: LiveFacts,
    defaultSchema: String, searchPathTail: [String], kinds: KindSet
  ) {
    self.renaming = renaming
    var back = renaming.reversed
    back.names.includesBareValues = true
    back.names.searchPath = [defaultSchema] + searchPathTail
    back.names.know(declared, kinds: kinds)
    var former = Snapshot()
    var formers: [ObjectID: ObjectID] = [:]
    for (id, object) in declared.objects {
      let old = object.renamed(by: back)
      former.insert(old)
      formers[id] = old.id
    }
    self.formers = formers
    context = PlanContext(
      declared: former, live: live, facts: facts, defaultSchema: back.schema(defaultSchema))
    context.searchPathTail = searchPathTail.map(back.schema)
  }

  /// Returns a declared object under the names before.
  public func former(_ id: ObjectID) -> (any SchemaObject)? {
    formers[id].flatMap { context.declared[$0] }
  }

  /// Returns the declared and the live object under former names.
  func pair(_ id: ObjectID) -> (declared: any SchemaObject, live: any SchemaObject)? {
    guard let former = formers[id], let declared = context.declared[former],
      let live = context.live[former]
    else { return nil }
    return (declared, live)
  }

  /// Returns the questions about declared objects as they can be asked now.
  public func questions(kinds: KindSet) -> [(id: ObjectID, question: String)] {
    let back = Dictionary(formers.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return liveQuestions(about: context.declared, in: context, kinds: kinds).map {
      (back[$0.id] ?? $0.id, $0.question)
    }
  }

  /// Returns whether a rewritten text still tells what the declared one says.
  func canBeAsked(_ object: any SchemaObject) -> Bool {
    !object.expressions.contains { renaming.names.mayChangeColumns(of: $0) }
  }

  /// Returns what an answer about the former form says of the declared object.
  ///
  /// - Returns: for each slot the expression to compare with the live one, nil for a form
  ///   that differs.
  func taken(
    _ answer: [String], for id: ObjectID, declared: any SchemaObject, live: any SchemaObject,
    derived: Set<Int>
  ) -> [String]? {
    guard let pair = pair(id), answer.count == pair.live.expressions.count else { return nil }
    var canonical = pair.declared
    canonical.expressions = answer
    let after = canonical.renamed(by: renaming).expressions
    guard namesSameValues(declared.expressions, after) else { return nil }
    var result = declared.expressions
    for slot in result.indices {
      if answer[slot] == pair.live.expressions[slot] {
        result[slot] = live.expressions[slot]
      } else if derived.contains(slot) {
        result[slot] = after[slot]
      }
    }
    return result
  }

  /// A constant without a cast may be a value of the enum or a plain text: it was taken for a
  /// value, which is right only if the server made one of it.
  private func namesSameValues(_ declared: [String], _ canonical: [String]) -> Bool {
    let names = Set(renaming.names.values.values.flatMap { $0.flatMap { [$0.key, $0.value] } })
    guard !names.isEmpty else { return true }
    func constants(_ texts: [String]) -> [String] {
      texts.flatMap { SQLLexer.tokens(of: $0) }.filter { $0.kind == .string }.map(\.text)
        .filter(names.contains).sorted()
    }
    return constants(declared) == constants(canonical)
  }
}

extension Renaming {
  /// Returns live objects under the names that they have after.
  public func renamed(_ live: Snapshot) -> Snapshot {
    var result = Snapshot()
    result.reserveCapacity(live.count)
    result.mentioned = live.mentioned
    for object in live.objects.lazy.map(\.1) { result.insert(object.renamed(by: self)) }
    return result
  }

  /// Returns what the catalog says beside the objects, under the names after.
  public func renamed(_ facts: LiveFacts) -> LiveFacts {
    var copy = facts
    copy.sizes = renamedKeys(facts.sizes)
    copy.addresses = facts.addresses.mapValues(id)
    copy.owners = renamedKeys(facts.owners).mapValues(role)
    copy.partitionsByParent = renamedKeys(facts.partitionsByParent)
    for (name, places) in facts.typeSchemas {
      for place in places {
        let new = type(QualifiedName(schema: place, name: name))
        copy.typeSchemas[new.name, default: []].insert(new.schema)
      }
    }
    copy.extensions = facts.extensions.mapValues { (schema: schema($0.schema), $0.version) }
    return copy
  }

  private func renamedKeys<Value>(_ values: [ObjectID: Value]) -> [ObjectID: Value] {
    Dictionary(values.map { (id($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}

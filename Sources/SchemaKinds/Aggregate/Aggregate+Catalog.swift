import SQLText
public import SchemaCore

extension AggregateKind {
  public static var catalog: CatalogQuery<Aggregate>? {
    CatalogQuery(
      presence: .routines(["a"]),
      sql: { _ in
        """
        SELECT p.oid, n.nspname, p.proname, a.aggkind, a.aggnumdirectargs,
               coalesce(p.proallargtypes, (p.proargtypes::oid[])[:])::regtype[]::text[],
               p.proargmodes::text[], p.proargnames,
               a.aggtranstype::regtype, nullif(a.aggmtranstype, 0)::regtype,
               a.aggtransspace, a.aggmtransspace, a.aggfinalextra, a.aggmfinalextra,
               a.aggfinalmodify, a.aggmfinalmodify, a.agginitval, a.aggminitval, p.proparallel,
               (SELECT ARRAY[s.nspname, o.oprname] FROM pg_operator o
                JOIN pg_namespace s ON s.oid = o.oprnamespace WHERE o.oid = a.aggsortop),
               \(functionColumns.map(name(of:)).joined(separator: ",\n       "))
        FROM pg_aggregate a
        JOIN pg_proc p ON p.oid = a.aggfnoid
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.oid >= 16384 AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
                          AND d.objid = p.oid AND d.deptype = 'e')
        ORDER BY n.nspname, p.proname, p.oid
        """
      },
      decode: decode)
  }

  /// The columns of `Aggregate.functionKeys`, in their order.
  private static let functionColumns = [
    "aggtransfn", "aggfinalfn", "aggcombinefn", "aggserialfn", "aggdeserialfn", "aggmtransfn",
    "aggminvtransfn", "aggmfinalfn",
  ]

  private static func name(of column: String) -> String {
    """
    (SELECT ARRAY[s.nspname, f.proname] FROM pg_proc f
     JOIN pg_namespace s ON s.oid = f.pronamespace WHERE f.oid = a.\(column))
    """
  }

  @Sendable private static func decode(_ row: Row, _ facts: inout LiveFacts) -> Aggregate? {
    let all = FunctionKind.arguments(types: row.array(5), modes: row.array(6), names: row.array(7))
    var aggregate = Aggregate(
      name: QualifiedName(schema: row.text(1), name: row.text(2)), arguments: all)
    aggregate.form = Aggregate.Form(rawValue: row.text(3)) ?? .normal
    if aggregate.form != .normal {
      aggregate.arguments = Array(all.prefix(row.int(4)))
      aggregate.orderedArguments = Array(all.dropFirst(row.int(4)))
      // A variadic argument on both sides is stored once.
      if aggregate.orderedArguments.isEmpty { aggregate.orderedArguments = Array(all.suffix(1)) }
    }
    for (key, place) in zip(Aggregate.typeKeys, [8, 9]) {
      if let type = row.optional(place) {
        aggregate.types[key] = TypeName(formatted: type).ofArgument
      }
    }
    takeParameters(of: row, into: &aggregate)
    for (index, key) in Aggregate.functionKeys.enumerated() {
      aggregate.functions[key] = qualifiedName(row.array(20 + index))
    }
    facts.addresses[ObjectAddress("pg_proc", row.int(0))] = aggregate.id
    return aggregate
  }

  private static func takeParameters(of row: Row, into aggregate: inout Aggregate) {
    for (key, place) in zip(Aggregate.sizeKeys, [10, 11]) where row.int(place) != 0 {
      aggregate.parameters[key] = row.text(place)
    }
    for (key, place) in zip(Aggregate.flagKeys, [12, 13]) where row.bool(place) {
      aggregate.parameters[key] = "true"
    }
    for (key, place) in zip(Aggregate.modifyKeys, [14, 15]) {
      let word = modifications[row.text(place)]
      if let word, word != aggregate.defaultModification { aggregate.parameters[key] = word }
    }
    for (key, place) in zip(Aggregate.conditionKeys, [16, 17]) {
      aggregate.parameters[key] = row.optional(place)
    }
    let parallel = ["s": "safe", "r": "restricted"][row.text(18)]
    aggregate.parameters["parallel"] = parallel
    aggregate.sortOperator = qualifiedName(row.array(19))
  }

  private static let modifications = ["r": "read_only", "s": "shareable", "w": "read_write"]

  private static func qualifiedName(_ parts: [String]) -> QualifiedName? {
    guard parts.count == 2 else { return nil }
    return QualifiedName(schema: parts[0], name: parts[1]).withoutCatalogSchema
  }

  // MARK: Normalization

  public static func normalized(
    _ declared: Aggregate, in context: NormalizationContext
  ) -> Aggregate {
    var copy = declared
    let schema = declared.name.schema
    for index in copy.arguments.indices {
      copy.arguments[index].type = context.resolved(copy.arguments[index].type, in: schema)
    }
    for index in copy.orderedArguments.indices {
      copy.orderedArguments[index].type = context.resolved(
        copy.orderedArguments[index].type, in: schema)
    }
    copy.types = declared.types.mapValues { context.resolved($0, in: schema) }
    let live = context.live.object(copy.id, as: Aggregate.self)
    for (key, name) in declared.functions where name.schema.isEmpty {
      copy.functions[key]?.schema = context.schema(
        ofRoutine: name.name, from: schema, live: live?.functions[key])
    }
    if let sort = copy.sortOperator, sort.schema.isEmpty, live?.sortOperator?.name == sort.name {
      copy.sortOperator = live?.sortOperator
    }
    return copy
  }
}

extension NormalizationContext {
  /// Returns the schema in which the server would find a function of any arguments; empty for
  /// pg_catalog.
  func schema(ofRoutine name: String, from schema: String, live: QualifiedName?) -> String {
    let kinds: Set<KindID> = [.function, .procedure, .aggregate]
    let known = Set(
      (declared.ids + self.live.ids).filter { $0.name == name && kinds.contains($0.kind) }
        .map(\.schema))
    if let found = [schema, defaultSchema, "public"].first(where: known.contains) { return found }
    return live?.name == name ? live?.schema ?? "" : ""
  }
}

import SQLText
public import SchemaCore

extension FunctionKind {
  public static var catalog: CatalogQuery<Function>? { catalog(of: ["f", "w"]) }

  /// Routines of some kinds by `prokind`: aggregates are a kind of their own.
  ///
  /// The constructors of a range type depend on it internally and go with it.
  static func catalog(of kinds: [String]) -> CatalogQuery<Function> {
    CatalogQuery(
      presence: .routines(kinds),
      sql: { _ in
        // An oidvector's first index is 0; a slice's is 1, which array output leaves out.
        """
        SELECT p.oid, n.nspname, p.proname, l.lanname, p.prosrc, p.prosecdef, p.provolatile,
               p.proparallel, p.proisstrict, p.proleakproof, p.procost, p.prorows,
               p.proretset, p.prorettype::regtype::text,
               coalesce(p.proallargtypes, (p.proargtypes::oid[])[:])::regtype[]::text[],
               p.proargmodes::text[], p.proargnames, p.pronargdefaults,
               pg_get_expr(p.proargdefaults, 0), p.proconfig,
               CASE WHEN p.prosqlbody IS NOT NULL THEN pg_get_function_sqlbody(p.oid) END,
               p.prokind, p.probin,
               CASE WHEN p.prosupport <> 0 THEN
                 (SELECT ARRAY[s.nspname, f.proname] FROM pg_proc f
                  JOIN pg_namespace s ON s.oid = f.pronamespace WHERE f.oid = p.prosupport) END,
               p.protrftypes::regtype[]::text[]
        FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        JOIN pg_language l ON l.oid = p.prolang
        WHERE p.oid >= 16384 AND p.prokind IN (\(kinds.map(quotedLiteral).joined(separator: ", ")))
          AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
                          AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
        ORDER BY n.nspname, p.proname, p.oid
        """
      },
      decode: decode)
  }

  @Sendable private static func decode(_ row: Row, _ facts: inout LiveFacts) -> Function? {
    var function = Function(
      name: QualifiedName(schema: row.text(1), name: row.text(2)), arguments: arguments(of: row),
      result: TypeName(formatted: row.optional(13) ?? "void").ofArgument, returnsSet: row.bool(12),
      language: row.text(3))
    function.isProcedure = row.text(21) == "p"
    function.isWindow = row.text(21) == "w"
    function.defaults = row.text(18)
    if let body = row.optional(20) {
      function.sqlBody = body
    } else if function.language == "c" {
      function.body = row.text(22)
      function.linkSymbol = row.text(4)
    } else {
      function.body = row.text(4)
    }
    let support = row.array(23)
    if support.count == 2 {
      function.support = QualifiedName(schema: support[0], name: support[1]).withoutCatalogSchema
    }
    function.transforms = row.array(24).map { TypeName(formatted: $0).ofArgument }
    function.isSecurityDefiner = row.bool(5)
    function.volatility = volatilities[row.text(6)] ?? .volatile
    function.parallel = parallels[row.text(7)] ?? .unsafe
    function.isStrict = row.bool(8)
    function.isLeakproof = row.bool(9)
    function.cost = Float(row.text(10)).map(Double.init) ?? function.cost
    function.rows = Float(row.text(11)).map(Double.init) ?? function.rows
    function.configuration = FunctionConfiguration.settings(row.array(19))
    facts.addresses[ObjectAddress("pg_proc", row.int(0))] = function.id
    return function
  }

  private static func arguments(of row: Row) -> [Function.Argument] {
    var arguments = arguments(
      types: row.array(14), modes: row.array(15), names: row.array(16))
    // Defaults belong to the last input arguments.
    for index in arguments.indices.filter({ arguments[$0].isInput }).suffix(row.int(17)) {
      arguments[index].hasDefault = true
    }
    return arguments
  }

  /// Returns arguments from the arrays of `pg_proc`; empty ones are those that it leaves out.
  static func arguments(
    types: [String], modes: [String], names: [String]
  ) -> [Function.Argument] {
    types.enumerated().map { index, type in
      Function.Argument(
        mode: modes.isEmpty ? .input : argumentModes[modes[index]] ?? .input,
        name: names.isEmpty ? "" : names[index], type: TypeName(formatted: type).ofArgument)
    }
  }

  private static let argumentModes: [String: Function.Argument.Mode] = [
    "i": .input, "o": .output, "b": .inputOutput, "v": .variadic, "t": .table,
  ]
  private static let volatilities: [String: Function.Volatility] = [
    "i": .immutable, "s": .stable, "v": .volatile,
  ]
  private static let parallels: [String: Function.Parallel] = [
    "s": .safe, "r": .restricted, "u": .unsafe,
  ]
}

import SQLText
public import SchemaCore

extension FunctionKind {
  /// Plain functions; procedures, aggregates and window functions are other kinds.
  ///
  /// The constructors of a range type depend on it internally and go with it.
  public static var catalog: CatalogQuery<Function>? {
    CatalogQuery(
      sql: { _ in
        // An oidvector's first index is 0; a slice's is 1, which array output leaves out.
        """
        SELECT p.oid, n.nspname, p.proname, l.lanname, p.prosrc, p.prosecdef, p.provolatile,
               p.proparallel, p.proisstrict, p.proleakproof, p.procost, p.prorows,
               p.proretset, p.prorettype::regtype::text,
               coalesce(p.proallargtypes, (p.proargtypes::oid[])[:])::regtype[]::text[],
               p.proargmodes::text[], p.proargnames, p.pronargdefaults,
               pg_get_expr(p.proargdefaults, 0), p.proconfig,
               CASE WHEN p.prosqlbody IS NOT NULL THEN pg_get_function_sqlbody(p.oid) END
        FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        JOIN pg_language l ON l.oid = p.prolang
        WHERE p.prokind = 'f' AND \(userSchemaFilter("n"))
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
      result: TypeName(formatted: row.text(13)).ofArgument, returnsSet: row.bool(12),
      language: row.text(3))
    function.defaults = row.text(18)
    if let body = row.optional(20) {
      function.sqlBody = body
    } else {
      function.body = withoutOuterLineBreaks(row.text(4))
    }
    function.isSecurityDefiner = row.bool(5)
    function.volatility = volatilities[row.text(6)] ?? .volatile
    function.parallel = parallels[row.text(7)] ?? .unsafe
    function.isStrict = row.bool(8)
    function.isLeakproof = row.bool(9)
    function.cost = Double(row.text(10)) ?? function.cost
    function.rows = Double(row.text(11)) ?? function.rows
    function.configuration = FunctionConfiguration.settings(row.array(19))
    facts.addresses[ObjectAddress("pg_proc", row.int(0))] = function.id
    return function
  }

  private static func arguments(of row: Row) -> [Function.Argument] {
    let modes = row.array(15)
    let names = row.array(16)
    var arguments = row.array(14).enumerated().map { index, type in
      Function.Argument(
        mode: modes.isEmpty ? .input : argumentModes[modes[index]] ?? .input,
        name: names.isEmpty ? "" : names[index], type: TypeName(formatted: type).ofArgument)
    }
    // Defaults belong to the last input arguments.
    for index in arguments.indices.filter({ arguments[$0].isInput }).suffix(row.int(17)) {
      arguments[index].hasDefault = true
    }
    return arguments
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

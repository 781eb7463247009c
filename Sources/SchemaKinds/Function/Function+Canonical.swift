import SQLText
public import SchemaCore

extension FunctionKind {
  public static func normalized(
    _ declared: Function, in context: NormalizationContext
  ) -> Function {
    var copy = declared
    copy.result = context.resolved(declared.result, in: declared.name.schema)
    for index in copy.arguments.indices {
      copy.arguments[index].type = context.resolved(
        declared.arguments[index].type, in: declared.name.schema)
    }
    copy.transforms = declared.transforms.map { context.resolved($0, in: declared.name.schema) }
    let live = context.live.object(copy.id, as: Function.self)
    if let support = declared.support, support.schema.isEmpty {
      copy.support?.schema = context.schema(
        ofRoutine: support.name, from: declared.name.schema, live: live?.support)
    }
    // Line breaks at its ends are no reason to make a function anew.
    if let live, withoutOuterLineBreaks(live.body) == withoutOuterLineBreaks(declared.body) {
      copy.body = live.body
    }
    return copy
  }

  /// Makes the function in the temporary schema, under its own name, by which a body in SQL's
  /// own syntax may qualify its arguments.
  ///
  /// Without such a body only the defaults are asked for, which need no real result.
  public static func probe(
    _ declared: Function, against live: Function, in context: PlanContext
  ) -> Probe? {
    guard !declared.defaults.isEmpty || !declared.sqlBody.isEmpty else { return nil }
    let setup: String
    if declared.sqlBody.isEmpty {
      // Only input arguments have defaults, and a procedure's mean the same in a function.
      var copy = declared
      for index in copy.arguments.indices where copy.arguments[index].mode == .inputOutput {
        copy.arguments[index].mode = .input
      }
      let inputs = copy.argumentList(where: \.isInput)
      setup = """
        CREATE FUNCTION pg_temp.\(quotedIdentifier(declared.name.name))(\(inputs)) RETURNS void
        LANGUAGE sql AS ''
        """
    } else {
      var copy = declared
      copy.name.schema = "pg_temp"
      setup = copy.creation(orReplace: false).sql
    }
    return Probe(
      schema: declared.name.schema, setup: [setup],
      question: """
        SELECT pg_get_expr(p.proargdefaults, 0),
               CASE WHEN p.prosqlbody IS NOT NULL THEN pg_get_function_sqlbody(p.oid) END
        FROM pg_proc p
        WHERE p.pronamespace = pg_my_temp_schema()
          AND p.proname = \(quotedLiteral(declared.name.name))
        """)
  }
}

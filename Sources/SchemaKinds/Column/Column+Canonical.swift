import SQLText
public import SchemaCore

extension ColumnKind {
  public static func normalized(_ column: Column, in context: NormalizationContext) -> Column {
    var column = column
    column.type = context.resolved(column.type, in: column.table.schema)
    let live = context.live.object(column.id, as: Column.self)
    if let identity = live?.identity, column.identity?.isNamed == false,
      !identity.followsColumn || isTaken(column.defaultSequenceName, in: context.live)
    {
      column.identity?.sequenceName = identity.sequenceName
    }
    column.identity?.isNamed = true
    column.normalizeNotNull(against: live, serverVersion: context.facts.serverVersion)
    guard let live else { return column }
    column.collation = column.collation.normalized(against: live.collation)
    column.usualStorage = live.usualStorage
    if column.storage == live.usualStorage { column.storage = "" }
    column.ownedSequence = live.ownedSequence
    takeSequence(of: live, into: &column)
    return column
  }

  /// Whether a sequence can't be named so after its column, since another one is called so.
  private static func isTaken(_ name: QualifiedName, in live: Snapshot) -> Bool {
    live.contains(NumberSequence.id(name)) || live.contains(Table.id(name))
      || live.all(Column.self).contains { $0.identity?.sequence(of: $0) == name }
  }

  /// Takes over what a column that fills itself from a sequence has live and YAML can't say.
  private static func takeSequence(of live: Column, into column: inout Column) {
    if live.isSerial, column.type == live.type, names(live.ownedSequence, column) {
      // `default: nextval('orders_id_seq')` is what a serial column is made of.
      column.isSerial = true
      column.defaultExpression = ""
      column.sequenceType = live.sequenceType
    }
    // Sequences of servers before 10 count in bigint whatever their column is.
    if column.isSerial, let type = live.sequenceType, let wanted = column.sequenceType,
      width(of: type) > width(of: wanted)
    {
      column.sequenceType = type
    }
  }

  private static func names(_ sequence: QualifiedName?, _ column: Column) -> Bool {
    let tokens = SQLLexer.tokens(of: column.defaultExpression)
    guard let sequence, tokens.count >= 4, let text = sequenceText(tokens),
      let name = QualifiedName(text)
    else { return false }
    return name.inSchema(sequence.schema) == sequence
  }

  /// The constant of `nextval('...')`, with or without its cast and its schema.
  private static func sequenceText(_ tokens: [SQLToken]) -> String? {
    var rest = tokens[...]
    if rest.first?.isWord("pg_catalog") == true { rest = rest.dropFirst(2) }
    guard rest.popFirst()?.isWord("nextval") == true, rest.popFirst()?.isPunctuation("(") == true,
      let constant = rest.popFirst(), constant.kind == .string
    else { return nil }
    if rest.first?.isPunctuation("::") == true { rest = rest.dropFirst(2) }
    return rest.count == 1 && rest.first?.isPunctuation(")") == true ? constant.text : nil
  }

  private static func width(of type: TypeName) -> Int {
    switch type.name {
    case "bigint": 8
    case "integer": 4
    default: 2
    }
  }

  /// Builds the column on a temporary twin of its table.
  ///
  /// pg_temp stands last in the search path, so the twin may carry the table's own name.
  public static func probe(
    _ declared: Column, against live: Column, in context: PlanContext
  ) -> Probe? {
    guard !declared.expressions.allSatisfy(\.isEmpty) else { return nil }
    let table = quotedIdentifier(declared.table.name)
    let column = quotedIdentifier(declared.name)
    let twin = "pg_temp.\(table)"
    var setup = ["CREATE TEMP TABLE \(table) (LIKE \(declared.table.sql))"]
    if !declared.generatedExpression.isEmpty {
      setup.append("ALTER TABLE \(twin) DROP COLUMN \(column)")
      setup.append("ALTER TABLE \(twin) ADD COLUMN \(declared.definition(isNullable: true))")
    } else {
      if declared.type != live.type {
        setup.append(
          "ALTER TABLE \(twin) ALTER COLUMN \(column) TYPE \(declared.type.sql) "
            + "USING NULL::\(declared.type.sql)")
      }
      setup.append(
        "ALTER TABLE \(twin) ALTER COLUMN \(column) SET DEFAULT \(declared.defaultExpression)")
    }
    return Probe(
      schema: declared.table.schema, setup: setup,
      question: question(about: declared.name, of: twin))
  }

  private static func question(about column: String, of twin: String) -> String {
    """
    SELECT CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) ELSE '' END,
           CASE WHEN a.attgenerated = '' THEN '' ELSE pg_get_expr(d.adbin, d.adrelid) END
    FROM pg_attribute a
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = \(quotedLiteral(twin))::regclass AND NOT a.attisdropped
      AND a.attname = \(quotedLiteral(column))
    """
  }
}

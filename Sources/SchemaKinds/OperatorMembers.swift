public import SQLText
import SchemaCore
import SourceText

/// The operators and functions by which an access method works with types.
public struct OperatorMembers: Hashable, Sendable {
  /// An operator in the role that a number stands for.
  public struct Strategy: Hashable, Sendable {
    public var number: Int
    public var name: QualifiedName
    public var left: TypeName
    public var right: TypeName
    /// The btree family that orders by the operator's result; nil for one that searches.
    public var order: QualifiedName?
    /// Whether it stays in the family when its class is dropped.
    var isLoose = Incidental(false)
  }

  /// A function in the role that a number stands for.
  public struct Support: Hashable, Sendable {
    public var number: Int
    public var left: TypeName
    public var right: TypeName
    public var function: RoutineName
    /// Whether it stays in the family when its class is dropped.
    var isLoose = Incidental(false)
  }

  /// Sorted by number and types, each of them once.
  public var strategies: [Strategy] = []
  public var supports: [Support] = []

  /// Creates no members.
  public init() {}

  var isEmpty: Bool { strategies.isEmpty && supports.isEmpty }

  var references: [Reference] {
    strategies.flatMap { item in
      [.object(Operator.id(item.name, left: item.left, right: item.right))]
        + Reference.found(inType: item.left) + Reference.found(inType: item.right)
    }
      + supports.flatMap { item in
        [.routine(item.function.name)] + Reference.found(inType: item.left)
          + Reference.found(inType: item.right)
      }
  }

  mutating func sort() {
    strategies.sort {
      ($0.number, $0.left.sql, $0.right.sql) < ($1.number, $1.left.sql, $1.right.sql)
    }
    supports.sort {
      ($0.number, $0.left.sql, $0.right.sql) < ($1.number, $1.left.sql, $1.right.sql)
    }
  }

  /// The members as CREATE OPERATOR CLASS and ALTER OPERATOR FAMILY ADD write them.
  var clauses: [String] { strategies.map(\.clause) + supports.map(\.clause) }

  /// The members as ALTER OPERATOR FAMILY DROP writes them.
  var places: [String] {
    strategies.map { "OPERATOR \($0.number) (\($0.left.sql), \($0.right.sql))" }
      + supports.map { "FUNCTION \($0.number) (\($0.left.sql), \($0.right.sql))" }
  }

  /// The members that stay in the family when their class is dropped.
  var loose: OperatorMembers {
    var copy = self
    copy.strategies.removeAll { !$0.isLoose.value }
    copy.supports.removeAll { !$0.isLoose.value }
    return copy
  }

  /// Returns the members that others don't have.
  func subtracting(_ others: OperatorMembers) -> OperatorMembers {
    var copy = self
    copy.strategies.removeAll(where: others.strategies.contains)
    copy.supports.removeAll(where: others.supports.contains)
    return copy
  }
}

extension OperatorMembers.Strategy {
  fileprivate var clause: String {
    "OPERATOR \(number) \(Operator.sql(name)) (\(left.sql), \(right.sql))"
      + (order.map { " FOR ORDER BY \($0.sql)" } ?? "")
  }
}

extension OperatorMembers.Support {
  fileprivate var clause: String {
    "FUNCTION \(number) (\(left.sql), \(right.sql)) \(function.sql)"
  }
}

// MARK: YAML

extension OperatorMembers {
  /// Reads `operators` and `functions`.
  ///
  /// - Parameter type: the type that a class is for, which members without types mean.
  static func read(
    for type: TypeName?, from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> OperatorMembers {
    var members = OperatorMembers()
    for node in reader.list("operators", &report) {
      guard var item = MappingReader(node, noun: "member operator", report: &report) else {
        continue
      }
      let number = readNumber("strategy", from: &item, into: &report)
      let types = readTypes(for: type, from: &item, into: &report)
      let name = readName("operator", from: &item, into: &report)
      let order = readName("order_by", from: &item, into: &report)
      item.finish(&report)
      guard let number, let types, let name else { continue }
      members.strategies.append(
        Strategy(number: number, name: name, left: types.left, right: types.right, order: order))
    }
    for node in reader.list("functions", &report) {
      guard var item = MappingReader(node, noun: "member function", report: &report) else {
        continue
      }
      let number = readNumber("support", from: &item, into: &report)
      let types = readTypes(for: type, from: &item, into: &report)
      let arguments = types.map { [$0.left, $0.right] } ?? []
      let function = readRoutine("function", assuming: arguments, from: &item, into: &report)
      item.finish(&report)
      guard let number, let types, let function else { continue }
      members.supports.append(
        Support(number: number, left: types.left, right: types.right, function: function))
    }
    members.sort()
    return members
  }

  private static func readNumber(
    _ key: String, from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> Int? {
    if !reader.has(key) {
      report.error(
        "missing-key", "a \(reader.noun) needs the key '\(key)'", at: reader.node.range)
    }
    return reader.int(key, &report)
  }

  private static func readTypes(
    for type: TypeName?, from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> (left: TypeName, right: TypeName)? {
    func read(_ key: String) -> TypeName? {
      if !reader.has(key), let type { return type }
      return readType(key, from: &reader, into: &report)?.ofArgument
    }
    let left = read("left")
    let right = read("right")
    guard let left, let right else { return nil }
    return (left, right)
  }

  /// Writes `operators` and `functions`.
  func add(
    to entries: inout [YAMLValue.Entry], for type: TypeName?, from schema: String,
    in draft: ProjectDraft
  ) {
    func types(_ left: TypeName, _ right: TypeName) -> [YAMLValue.Entry] {
      var types: [YAMLValue.Entry] = []
      if left != type { types.add("left", .text(draft.type(left, from: schema))) }
      if right != type { types.add("right", .text(draft.type(right, from: schema))) }
      return types
    }
    if !strategies.isEmpty {
      entries.add(
        "operators",
        .list(
          strategies.map { item in
            var entries: [YAMLValue.Entry] = [.init("strategy", .integer(item.number))]
            entries.add("operator", .text(draft.serverName(item.name, from: schema)))
            entries += types(item.left, item.right)
            if let order = item.order {
              entries.add("order_by", .text(draft.serverName(order, from: schema)))
            }
            return .mapping(entries)
          }))
    }
    if !supports.isEmpty {
      entries.add(
        "functions",
        .list(
          supports.map { item in
            let arguments = [item.left, item.right]
            let function = draft.routineText(item.function, assuming: arguments, from: schema)
            return .mapping(
              [.init("support", .integer(item.number)), .init("function", .text(function))]
                + types(item.left, item.right))
          }))
    }
  }
}

// MARK: Catalog

extension OperatorMembers {
  /// The members of a class, or those that a family has beside its classes, as arrays.
  ///
  /// What depends on a family may have been made with a class (access methods have their optional
  /// functions, GiST and GIN their operators depend on the family): it is taken for the class's
  /// where it is for the class's type.
  ///
  /// - Parameter condition: about the member's types `lefttype` and `righttype` where it depends
  ///   on the family `refobjid`.
  private static func subquery(
    ofClass oid: String?, where condition: (_ left: String, _ right: String) -> String
  ) -> String {
    let ofClass = oid.map { "d.refclassid = 'pg_opclass'::regclass AND d.refobjid = \($0) OR " }
    func members(_ left: String, _ right: String) -> String {
      """
      d.deptype IN ('i', 'a') AND (\(ofClass ?? "")d.refclassid = 'pg_opfamily'::regclass
        AND d.refobjid = f.oid AND \(condition(left, right)))
      """
    }
    return """
      CROSS JOIN LATERAL (
        SELECT array_agg(a.amopstrategy ORDER BY a.oid) AS numbers,
               array_agg(n.nspname ORDER BY a.oid) AS schemas,
               array_agg(o.oprname ORDER BY a.oid) AS names,
               array_agg(format_type(a.amoplefttype, NULL) ORDER BY a.oid) AS lefts,
               array_agg(format_type(a.amoprighttype, NULL) ORDER BY a.oid) AS rights,
               array_agg(coalesce(sn.nspname, '') ORDER BY a.oid) AS order_schemas,
               array_agg(coalesce(sf.opfname, '') ORDER BY a.oid) AS orders,
               array_agg(d.refclassid = 'pg_opfamily'::regclass ORDER BY a.oid) AS are_loose
        FROM pg_depend d
        JOIN pg_amop a ON a.oid = d.objid
        JOIN pg_operator o ON o.oid = a.amopopr
        JOIN pg_namespace n ON n.oid = o.oprnamespace
        LEFT JOIN pg_opfamily sf ON sf.oid = a.amopsortfamily
        LEFT JOIN pg_namespace sn ON sn.oid = sf.opfnamespace
        WHERE d.classid = 'pg_amop'::regclass
          AND \(members("a.amoplefttype", "a.amoprighttype"))
      ) s
      CROSS JOIN LATERAL (
        SELECT array_agg(a.amprocnum ORDER BY a.oid) AS numbers,
               array_agg(format_type(a.amproclefttype, NULL) ORDER BY a.oid) AS lefts,
               array_agg(format_type(a.amprocrighttype, NULL) ORDER BY a.oid) AS rights,
               array_agg(a.amproc::oid::regprocedure::text ORDER BY a.oid) AS functions,
               array_agg(d.refclassid = 'pg_opfamily'::regclass ORDER BY a.oid) AS are_loose
        FROM pg_depend d
        JOIN pg_amproc a ON a.oid = d.objid
        WHERE d.classid = 'pg_amproc'::regclass
          AND \(members("a.amproclefttype", "a.amprocrighttype"))
      ) p
      """
  }

  /// The members of the class `c` of the access method `m` in the family `f`.
  static var ofClass: String {
    subquery(ofClass: "c.oid") { left, right in
      """
      \(left) = c.opcintype AND \(isOfOneType(left, right))
        AND c.oid = \(firstClass(for: left))
      """
    }
  }

  /// The members of the family `f` of the access method `m` that are no class's.
  static var ofFamily: String {
    subquery(ofClass: nil) { left, right in
      "NOT (\(isOfOneType(left, right)) AND \(firstClass(for: left)) IS NOT NULL)"
    }
  }

  /// Other access methods search for values of one type by values of others in one class.
  private static func isOfOneType(_ left: String, _ right: String) -> String {
    "(\(left) = \(right) OR m.amname NOT IN ('btree', 'hash'))"
  }

  private static func firstClass(for type: String) -> String {
    """
    (SELECT min(o.oid) FROM pg_opclass o WHERE o.opcfamily = f.oid AND o.opcintype = \(type))
    """
  }

  /// The columns of the subquery; there are thirteen.
  static let columns = """
    s.numbers, s.schemas, s.names, s.lefts, s.rights, s.order_schemas, s.orders,
    p.numbers, p.lefts, p.rights, p.functions, s.are_loose, p.are_loose
    """

  init(_ row: Row, from first: Int) {
    self.init()
    func types(_ column: Int) -> [TypeName] {
      row.array(first + column).map { TypeName(formatted: $0).ofArgument }
    }
    let schemas = row.array(first + 1)
    let names = row.array(first + 2)
    let (lefts, rights) = (types(3), types(4))
    let orders = zip(row.array(first + 5), row.array(first + 6)).map(QualifiedName.init)
    let areLoose = (row.array(first + 11), row.array(first + 12))
    for (index, number) in row.array(first).enumerated() {
      strategies.append(
        Strategy(
          number: Int(number) ?? 0,
          name: QualifiedName(schema: schemas[index], name: names[index]), left: lefts[index],
          right: rights[index], order: orders[index].name.isEmpty ? nil : orders[index],
          isLoose: Incidental(areLoose.0[index] == "t")))
    }
    let (supportLefts, supportRights) = (types(8), types(9))
    let functions = row.array(first + 10)
    for (index, number) in row.array(first + 7).enumerated() {
      supports.append(
        Support(
          number: Int(number) ?? 0, left: supportLefts[index], right: supportRights[index],
          function: RoutineName(regprocedure: functions[index]),
          isLoose: Incidental(areLoose.1[index] == "t")))
    }
    sort()
  }

  /// Returns the members with the schemas of their names.
  func normalized(
    following live: OperatorMembers?, in schema: String, _ context: NormalizationContext
  ) -> OperatorMembers {
    var copy = self
    copy.strategies = strategies.map { item in
      var item = item
      item.left = context.resolved(item.left, in: schema)
      item.right = context.resolved(item.right, in: schema)
      let former = live?.strategies.first {
        $0.number == item.number && $0.left == item.left && $0.right == item.right
      }
      item.name = context.resolvedOperator(
        item.name, left: item.left, right: item.right, following: former?.name, in: schema)
      item.order = following(former?.order, item.order)
      return item
    }
    copy.supports = supports.map { item in
      var item = item
      item.left = context.resolved(item.left, in: schema)
      item.right = context.resolved(item.right, in: schema)
      let former = live?.supports.first {
        $0.number == item.number && $0.left == item.left && $0.right == item.right
      }
      item.function = context.resolved(
        item.function, following: former?.function.name, in: schema)
      return item
    }
    copy.sort()
    return copy
  }

  private func following(_ live: QualifiedName?, _ declared: QualifiedName?) -> QualifiedName? {
    SchemaKinds.following(live, declared)
  }
}

extension NormalizationContext {
  /// Returns an operator's name with the schema where the project or the database has it.
  fileprivate func resolvedOperator(
    _ name: QualifiedName, left: TypeName, right: TypeName, following live: QualifiedName?,
    in schema: String
  ) -> QualifiedName {
    guard name.schema.isEmpty else { return name }
    for place in [schema, defaultSchema, "public"] {
      let id = Operator.id(name.inSchema(place), left: left, right: right)
      if declared.contains(id) || self.live.contains(id) { return id.qualifiedName }
    }
    return following(live, name) ?? name
  }
}

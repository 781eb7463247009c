import SQLText
public import SchemaCore

/// Declared and live objects with the schemas of views that show one shape of the tables each.
///
/// The declared shape gets a schema of views as soon as every row has what it shows. Those of
/// earlier shapes stay as long as the columns are there that they show: so the old and the new
/// application run side by side.
public struct VersionView: Sendable {
  public private(set) var declared: Snapshot
  public private(set) var live: Snapshot
  /// What is made once the rows of a pair are filled.
  public private(set) var waiting: [(object: ObjectID, pair: ObjectID)] = []
  /// The names of all schemas of views, live and declared.
  public private(set) var schemas: Set<String>

  private let shape: Snapshot
  private let all: Snapshot
  private let naming: VersionNaming?
  private let bases: [String: String]
  private var declaredEdit = SnapshotEdit()
  private var liveEdit = SnapshotEdit()

  /// Whether there is or has been a version.
  public static func isNeeded(_ naming: VersionNaming?, live: Snapshot) -> Bool {
    naming != nil || !VersionMark.bases(in: live).isEmpty
  }

  /// The schemas of views of a database.
  public static func schemas(in live: Snapshot) -> Set<String> {
    Set(VersionMark.bases(in: live).keys)
  }

  /// Adds the versions to both sides.
  ///
  /// - Parameters:
  ///   - declared: the declared objects as they are to be at this point of the pairs' change.
  ///   - shape: the declared objects as the project has them.
  ///   - live: the live objects without what the pairs hide.
  ///   - all: all live objects.
  ///   - naming: nil where the project wants no versions, so that none stays.
  ///   - contracting: the pairs whose old columns are dropped now.
  ///   - endsFormer: whether versions of earlier shapes go although nothing hinders them.
  public init(
    declared: Snapshot, shape: Snapshot, live: Snapshot, all: Snapshot, naming: VersionNaming?,
    contracting: Set<ObjectID> = [], endsFormer: Bool = false
  ) {
    self.declared = declared
    self.live = live
    self.shape = shape
    self.all = all
    self.naming = naming
    bases = VersionMark.bases(in: all)
    schemas = Set(bases.keys)
    var current: Set<String> = []
    if let naming {
      for (base, tables) in VersionedTable.declared(in: shape).sorted(by: { $0.key < $1.key }) {
        let name = naming.schema(of: base, tables)
        current.insert(name)
        declare(name, of: base, tables, contracting)
      }
      for name in bases.keys.sorted() where !current.contains(name) {
        if !endsFormer, isWhole(name) { hold(name, in: all) }
      }
    }
    schemas.formUnion(current)
    self.declared = declaredEdit.applied(to: declared)
    self.live = liveEdit.applied(to: live)
  }

  // MARK: The declared shape

  private mutating func declare(
    _ name: String, of base: String, _ tables: [VersionedTable], _ contracting: Set<ObjectID>
  ) {
    let names = Set(tables.map(\.name))
    let pairs = declared.all(Expansion.self).filter {
      names.contains($0.table) || names.contains($0.sourceTable)
    }
    let version = pairs.allSatisfy(\.isBackfilled) ? name : nil
    for pair in pairs { tell(pair, version) }
    if let pair = pairs.first(where: { !$0.isBackfilled }) {
      waiting.append((Schema.id(name), pair.id))
      hold(name, in: live)
      return
    }
    declaredEdit.put(Schema(name: name))
    declaredEdit.put(Comment(target: Schema.id(name), text: VersionMark.text(for: base)))
    let shadows = Dictionary(
      pairs.map { (Column.id($0.column, of: $0.table), $0.shadowColumn) },
      uniquingKeysWith: { $1 })
    for table in tables { declare(table, in: name, shadows) }
    for grant in usage(of: name, base, tables) { declaredEdit.put(grant) }
    settle(name, shape.all(Expansion.self).filter { contracting.contains($0.id) })
  }

  /// The trigger knows the versions by which the new column is written.
  private mutating func tell(_ pair: Expansion, _ version: String?) {
    guard pair.source == nil, !pair.reverse.isEmpty else { return }
    var told = pair
    told.versions = live.object(pair.id, as: Expansion.self)?.versions ?? []
    if let version { told.versions.insert(version) }
    let old = Column.id(pair.from, of: pair.table)
    told.isOldNullable = all.object(old, as: Column.self)?.isNullable == true
    declaredEdit.put(told)
  }

  private mutating func declare(
    _ table: VersionedTable, in schema: String, _ shadows: [ObjectID: String]
  ) {
    var view = View(
      name: QualifiedName(schema: schema, name: table.name.name),
      query: table.query { shadows[$0.id] ?? $0.name })
    view.options.securityInvoker = true
    declaredEdit.put(view)
    // The column's own default comes with the contract: until then it is the view's.
    for column in table.columns
    where shadows[column.id] != nil && !column.defaultExpression.isEmpty {
      declaredEdit.put(
        ViewDefault(view: view.name, column: column.name, expression: column.defaultExpression))
    }
    for grant in grants(on: table) {
      var copy = grant
      copy.target = view.id
      declaredEdit.put(copy)
    }
  }

  private func grants(on table: VersionedTable) -> [Grant] {
    let shown = Set(table.columns.map(\.name))
    return shape.all(Grant.self).filter { grant in
      grant.target == Table.id(table.name) && grant.column.map(shown.contains) != false
    }
  }

  /// Who may use a table's schema may use its versions.
  private func usage(of schema: String, _ base: String, _ tables: [VersionedTable]) -> [Grant] {
    var roles = Set(tables.flatMap(grants).map(\.grantee)).subtracting([ownRole])
    for grant in shape.all(Grant.self)
    where grant.target == Schema.id(base) && grant.privileges.contains("USAGE") {
      roles.insert(grant.grantee)
    }
    return roles.sorted().map {
      Grant(target: Schema.id(schema), grantee: $0, privileges: ["USAGE"])
    }
  }

  /// A view follows its column when that takes its final name: there is nothing to do.
  private mutating func settle(_ schema: String, _ contracted: [Expansion]) {
    for view in live.all(View.self) where view.name.schema == schema {
      guard let shown = VersionColumns(view.query),
        let wanted = declaredEdit[view.id] as? View
      else { continue }
      let finals = Dictionary(
        live.all(Expansion.self).filter { pair in
          pair.table == shown.table && contracted.contains { $0.id == pair.id }
        }.map { ($0.shadowColumn, $0.column) }, uniquingKeysWith: { $1 })
      guard !finals.isEmpty, lexicallyEqual(shown.query { finals[$0] ?? $0 }, wanted.query)
      else { continue }
      var settled = view
      settled.query = wanted.query
      liveEdit.put(settled)
    }
  }

  // MARK: Earlier shapes

  /// Returns what takes the versions away that show a column.
  public static func removal(
    ofThoseThatShow column: ObjectID, in context: PlanContext
  ) -> [Operation] {
    let views = context.live.all(View.self)
    return schemas(in: context.live).sorted().flatMap { schema -> [Operation] in
      let shown = views.filter { $0.name.schema == schema }
      let isMeant = shown.contains { view in
        VersionColumns(view.query).map { found in
          found.columns.contains { Column.id($0.own, of: found.table) == column }
        } == true
      }
      guard isMeant else { return [] }
      return shown.flatMap { ViewKind.drop($0, in: context) }
        + SchemaKind.drop(Schema(name: schema), in: context)
    }
  }

  /// Whether every column is to stay that a version's views show.
  private func isWhole(_ schema: String) -> Bool {
    all.all(View.self).filter { $0.name.schema == schema }.allSatisfy { view in
      guard let shown = VersionColumns(view.query) else { return false }
      return shown.columns.allSatisfy { stays(Column.id($0.own, of: shown.table)) }
    }
  }

  /// A column stays that is declared, or that a pair keeps though nobody declares it.
  private func stays(_ column: ObjectID) -> Bool {
    declared.contains(column) || (all.contains(column) && !live.contains(column))
  }

  private mutating func hold(_ schema: String, in snapshot: Snapshot) {
    for (id, object) in snapshot.objects
    where id.schema == schema || id == Schema.id(schema) || object.owner == Schema.id(schema) {
      declaredEdit.put(object)
    }
  }
}

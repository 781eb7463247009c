import SQLText
public import SchemaCore

/// Declared and live objects as a plan compares them while columns take others' places.
///
/// A pair is more than the project says: the old column stays while nobody declares it, the new
/// one gets its default and its NOT NULL late, and what stands on it waits for its values. Here
/// both sides are brought to what is to be the case at this point of the change, so that the
/// comparison need not know about it.
public struct ExpansionView: Sendable {
  /// Declared objects with the renames that are left.
  public private(set) var declarations: Declarations
  public private(set) var live: Snapshot
  /// Declared objects that are made once the rows are filled, with the pair they wait for.
  public private(set) var waiting: [(object: ObjectID, pair: ObjectID)] = []
  /// Declared objects left out since they stand on a column that was contracted.
  public private(set) var stale: [(object: ObjectID, column: ObjectID)] = []

  private let facts: LiveFacts
  private let defaultSchema: String
  private let contracting: Set<ObjectID>
  private var declaredEdit = SnapshotEdit()
  private var liveEdit = SnapshotEdit()

  /// Whether a project or a database has anything to do with pairs.
  public static func isNeeded(for declarations: Declarations, facts: LiveFacts) -> Bool {
    !facts.expansions.isEmpty || declarations.snapshot.ids.contains { $0.kind == .expansion }
  }

  /// Brings both sides to this point of the change.
  ///
  /// - Parameter contracting: the pairs whose old columns are to be dropped now.
  public init(
    _ declarations: Declarations, live: Snapshot, facts: LiveFacts, defaultSchema: String,
    contracting: Set<ObjectID> = []
  ) {
    self.declarations = declarations
    self.live = live
    self.facts = facts
    self.defaultSchema = defaultSchema
    self.contracting = contracting
    let records = Dictionary(
      facts.expansions.map { (Expansion.id($0.newColumn, of: $0.table), $0) },
      uniquingKeysWith: { $1 })
    for expansion in declarations.snapshot.all(Expansion.self) {
      adjust(expansion, records[expansion.id])
    }
    for record in facts.expansions
    where !declarations.snapshot.contains(Expansion.id(record.newColumn, of: record.table)) {
      adjustUndeclared(record)
    }
    self.declarations.snapshot = declaredEdit.applied(to: declarations.snapshot)
    self.live = liveEdit.applied(to: live)
  }

  private var declared: Snapshot { declarations.snapshot }

  // MARK: Declared pairs

  private mutating func adjust(_ expansion: Expansion, _ record: ExpansionRecord?) {
    if expansion.isOnline, expansion.source == nil {
      return adjustOnline(expansion, record)
    }
    if let record, record.status == .contracted {
      declaredEdit.remove(expansion.id)
      hideKept(record)
      leaveOutContracted(Column.id(record.oldColumn, of: expansion.sourceTable), expansion)
      return
    }
    guard let pair = pair(for: expansion, record) else {
      declaredEdit.remove(expansion.id)
      return
    }
    declaredEdit.put(pair)
    let namesakes = namesakes(of: pair)
    if let record { show(record, namesakes: namesakes.map(\.id)) }
    let old = Column.id(pair.from, of: pair.sourceTable)
    if contracting.contains(pair.id) {
      for object in namesakes { leaveOutNamesake(object, of: pair) }
      declaredEdit.remove(pair.id)
      leaveOutContracted(old, pair)
      hideHangers(on: old)
      return
    }
    keep(old)
    hold(pair)
    for object in namesakes { hold(namesake: object, of: pair) }
  }

  /// What is declared on the new column under the name of something that stands on the old one.
  private func namesakes(of pair: Expansion) -> [any SchemaObject] {
    guard pair.source == nil else { return [] }
    let old = Column.id(pair.from, of: pair.table)
    return hangers(on: column(of: pair), in: declared).filter { object in
      object.owner == Table.id(pair.table) && live[object.id].map { standsOn(old, $0) } == true
    }
  }

  private func isKey(_ object: any SchemaObject) -> Bool {
    object.id.kind == .primaryKey || object.id.kind == .uniqueConstraint
  }

  private func twin(of object: any SchemaObject, _ pair: Expansion) -> (any SchemaObject)? {
    ColumnTwins(table: pair.table, old: pair.column, shadow: pair.column).twin(of: object)
  }

  /// The old column's one stays until the contract; the new one gets a twin of another name.
  private mutating func hold(namesake object: any SchemaObject, of pair: Expansion) {
    guard let current = live[object.id], let twin = twin(of: object, pair) else { return }
    declaredEdit.put(current)
    if pair.isBackfilled {
      declaredEdit.put(twin)
    } else {
      waiting.append((twin.id, pair.id))
    }
  }

  /// The old column takes its own along, and the twin takes the name over.
  private mutating func leaveOutNamesake(_ object: any SchemaObject, of pair: Expansion) {
    if isKey(object) {
      // Foreign keys find their columns by the key.
      liveEdit.put(object)
    } else {
      declaredEdit.remove(object.id)
      liveEdit.remove(object.id)
    }
    if let twin = twin(of: object, pair) { liveEdit.remove(twin.id) }
  }

  /// Returns the pair as it is to be, nil where there is nothing to change a column from.
  private func pair(for expansion: Expansion, _ record: ExpansionRecord?) -> Expansion? {
    var pair = expansion
    let table = Table.id(pair.table)
    let old = Column.id(pair.from, of: pair.sourceTable)
    if record == nil {
      let isThere = live.contains(old) || (!live.contains(table) && declared.contains(old))
      guard isThere else { return nil }
    }
    pair.triggerName =
      record?.triggerName ?? DualWrite.triggerName(table: pair.table, column: pair.column)
    pair.functionSignature = record?.functionSignature ?? ""
    pair.isBackfilled = record?.isBackfilled ?? !live.contains(table)
    if pair.transform.isEmpty, let column = declared.object(column(of: pair), as: Column.self) {
      pair.transform = "\(quotedIdentifier(pair.from))::\(column.type.sql)"
    }
    return pair
  }

  // MARK: Online changes

  /// A changed name becomes a pair of the old and the new column, a changed type a pair of the
  /// column and a shadow of it.
  private mutating func adjustOnline(_ expansion: Expansion, _ record: ExpansionRecord?) {
    let id = column(of: expansion)
    let hint = declarations.renames.firstIndex { $0.object == id && $0.value == nil }
    let former =
      hint.map { declarations.renames[$0].former }
      ?? record.flatMap { $0.oldColumn == $0.newColumn ? nil : $0.oldColumn }
    if let former, former != expansion.column {
      let isOpen = record?.status == .expanded
      let isNew = record == nil && live.contains(Column.id(former, of: expansion.table))
      if isOpen || isNew, let hint { declarations.renames.remove(at: hint) }
      var pair = expansion
      pair.from = former
      pair.isOnline = false
      if pair.reverse.isEmpty, let type = type(former, of: pair.table) {
        pair.reverse = "\(quotedIdentifier(pair.column))::\(type.sql)"
      }
      if let record, isOpen { pair.takeReverse(from: record, declared: expansion) }
      return adjust(pair, record)
    }
    adjustShadow(expansion, record)
  }

  private func type(_ column: String, of table: QualifiedName) -> TypeName? {
    live.object(Column.id(column, of: table), as: Column.self)?.type
  }

  private mutating func adjustShadow(_ expansion: Expansion, _ record: ExpansionRecord?) {
    let id = column(of: expansion)
    if let record, record.status == .contracted { hideKept(record) }
    // A pair that was contracted tells nothing about the next change of the type.
    let record = record?.status == .expanded ? record : nil
    guard let current = live.object(id, as: Column.self),
      let wanted = declared.object(id, as: Column.self),
      record != nil || resolved(wanted) != current.type
    else {
      declaredEdit.remove(expansion.id)
      return
    }
    var pair = expansion
    pair.shadowColumn =
      record?.shadowColumn ?? truncatedIdentifier("_smplcty_sf_\(expansion.column)")
    let twins = ColumnTwins(
      table: pair.table, old: pair.column, shadow: pair.shadowColumn)
    let name = quotedIdentifier(pair.column)
    if pair.transform.isEmpty {
      pair.transform =
        wanted.usingExpression.isEmpty
        ? "\(name)::\(resolved(wanted).sql)" : wanted.usingExpression
    }
    pair.reverse = twins.expression(
      pair.reverse.isEmpty ? "\(name)::\(current.type.sql)" : pair.reverse)
    if let record { pair.takeReverse(from: record, declared: expansion) }
    pair.triggerName =
      record?.triggerName ?? DualWrite.triggerName(table: pair.table, column: pair.column)
    pair.functionSignature = record?.functionSignature ?? ""
    pair.isBackfilled = record?.isBackfilled == true
    declaredEdit.put(pair)
    let originals = hangers(on: id, in: live).filter { twins.twin(of: $0) != nil }
    if let record { show(record, namesakes: originals.map(\.id)) }
    if contracting.contains(pair.id) {
      declaredEdit.remove(pair.id)
      hideShadow(pair)
      // The old ones go with the column, and the twins take their names.
      for object in originals where !isKey(object) {
        declaredEdit.remove(object.id)
        liveEdit.remove(object.id)
      }
    } else {
      holdShadow(pair, wanted, current, twins)
    }
  }

  /// The column stays as it is; a shadow of it is declared, with twins of what stands on it once
  /// its rows are filled.
  private mutating func holdShadow(
    _ pair: Expansion, _ wanted: Column, _ current: Column, _ twins: ColumnTwins
  ) {
    declaredEdit.put(current)
    var shadow = wanted
    shadow.name = pair.shadowColumn
    shadow.type = resolved(wanted)
    shadow.defaultExpression = ""
    shadow.usingExpression = ""
    shadow.isSerial = false
    shadow.sequenceType = nil
    shadow.identity = nil
    shadow.isNullable = !pair.isBackfilled || (wanted.isNullable && current.isNullable)
    declaredEdit.put(shadow)
    keepTwins(on: current.id, twins)
    for (_, object) in live.objects {
      let isPart = object.owner == current.id
      guard isPart || standsOn(current.id, object),
        // What the files say is meant for the new type; the live spelling is one for the old.
        let twin = twins.twin(of: declared[object.id] ?? object)
      else { continue }
      if isPart || pair.isBackfilled {
        declaredEdit.put(twin)
      } else {
        waiting.append((twin.id, pair.id))
      }
    }
  }

  /// What a column gets again that came back from being kept has its twin already.
  private mutating func keepTwins(on id: ObjectID, _ twins: ColumnTwins) {
    for object in hangers(on: id, in: declared) where !live.contains(object.id) {
      if let twin = twins.twin(of: object), live.contains(twin.id) { declaredEdit.put(twin) }
    }
  }

  private mutating func hideShadow(_ pair: Expansion) {
    let shadow = Column.id(pair.shadowColumn, of: pair.table)
    liveEdit.remove(shadow)
    for object in hangers(on: shadow, in: live) { liveEdit.remove(object.id) }
  }

  private func resolved(_ column: Column) -> TypeName {
    var types: [String: Set<String>] = [:]
    for id in declared.ids where [.enumType, .domain, .compositeType, .rangeType].contains(id.kind)
    {
      types[id.name, default: []].insert(id.schema)
    }
    let context = NormalizationContext(
      facts: facts, declared: declared, live: live, defaultSchema: defaultSchema,
      declaredTypes: types)
    return context.resolved(column.type, in: column.table.schema)
  }

  private func column(of pair: Expansion) -> ObjectID { Column.id(pair.column, of: pair.table) }

  /// The new column is filled by the trigger and the backfill: a default would look like a value
  /// that an application gave, and NOT NULL would refuse rows that nobody has filled.
  private mutating func hold(_ pair: Expansion) {
    let id = column(of: pair)
    guard var column = declared.object(id, as: Column.self) else { return }
    let current = live.object(id, as: Column.self)
    column.defaultExpression = current?.defaultExpression ?? ""
    if !pair.isBackfilled { column.isNullable = current?.isNullable ?? true }
    declaredEdit.put(column)
    guard !pair.isBackfilled else { return }
    for object in hangers(on: id, in: declared) where !live.contains(object.id) {
      declaredEdit.remove(object.id)
      waiting.append((object.id, pair.id))
    }
  }

  /// What stands on the old column stays with it, declared or not.
  private mutating func keep(_ old: ObjectID) {
    guard !declared.contains(old) else { return }
    liveEdit.remove(old)
    for object in hangers(on: old, in: live) where !declared.contains(object.id) {
      liveEdit.remove(object.id)
    }
  }

  /// Indexes and constraints go with the column that they stand on.
  private mutating func hideHangers(on old: ObjectID) {
    let table = ObjectID(.table, schema: old.schema, old.name)
    for object in hangers(on: old, in: live) where object.owner == table {
      liveEdit.remove(object.id)
    }
  }

  /// Whoever still declares the old column or something on it has not yet tidied up.
  private mutating func leaveOutContracted(_ old: ObjectID, _ pair: Expansion) {
    guard !pair.keepsName, declared.contains(old) else { return }
    declaredEdit.remove(old)
    stale.append((old, old))
    for object in hangers(on: old, in: declared) {
      declaredEdit.remove(object.id)
      stale.append((object.id, old))
    }
  }

  // MARK: Recorded pairs

  /// The live twin of a declared pair, where its trigger is there.
  private mutating func show(_ record: ExpansionRecord, namesakes: [ObjectID] = []) {
    guard !record.functionSignature.isEmpty else { return }
    var pair = Expansion(record)
    pair.namesakes = namesakes
    liveEdit.put(pair)
  }

  private mutating func adjustUndeclared(_ record: ExpansionRecord) {
    if record.status == .contracted { return hideKept(record) }
    show(record)
    let pair = Expansion(record)
    if contracting.contains(pair.id) {
      return hideHangers(on: Column.id(record.oldColumn, of: pair.sourceTable))
    }
    keep(Column.id(record.oldColumn, of: pair.sourceTable))
  }

  /// A column that is kept for a while after the contract is nobody's business.
  private mutating func hideKept(_ record: ExpansionRecord) {
    guard !record.keptColumn.isEmpty else { return }
    let kept = Column.id(record.keptColumn, of: record.source?.table ?? record.table)
    liveEdit.remove(kept)
    for object in hangers(on: kept, in: live) { liveEdit.remove(object.id) }
  }

  // MARK: What stands on a column

  private func hangers(on column: ObjectID, in snapshot: Snapshot) -> [any SchemaObject] {
    snapshot.objects.compactMap { _, object in standsOn(column, object) ? object : nil }
  }
}

/// Returns whether an object is an index or a constraint, of any table, that names a column.
public func standsOn(_ column: ObjectID, _ object: any SchemaObject) -> Bool {
  let id = object.id
  let kinds: [KindID] = [
    .index, .primaryKey, .uniqueConstraint, .check, .exclusionConstraint, .foreignKey,
  ]
  guard kinds.contains(id.kind) else { return false }
  if object.references.contains(.object(column)) { return true }
  guard id.schema == column.schema, id.name == column.name else { return false }
  return object.expressions.contains { text in
    ColumnMention.found(in: text).contains {
      $0.name == column.member && ($0.qualifier.isEmpty || $0.qualifier == column.name)
    }
  }
}

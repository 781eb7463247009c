import SQLText
import SchemaCore
import SourceText

extension Table {
  /// Reads `storage_parameters`, `cluster_on` and `replica_identity`.
  mutating func readStorage(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) {
    storage = .read("storage_parameters", from: &reader, into: &report)
    clusterIndex = reader.string("cluster_on", &report) ?? ""
    guard let node = reader.value("replica_identity") else { return }
    if node.entries != nil {
      guard var inner = MappingReader(node, noun: "replica identity", report: &report)
      else { return }
      let index = inner.requiredString("index", &report)
      inner.finish(&report)
      if let index { replicaIdentity = .index(index) }
      return
    }
    switch reader.word("replica_identity", of: ["default", "full", "nothing"], &report) {
    case "full": replicaIdentity = .full
    case "nothing": replicaIdentity = .nothing
    default: break
    }
  }

  /// Returns the entries for how the table is stored.
  var storageEntries: [YAMLValue.Entry] {
    var entries: [YAMLValue.Entry] = []
    entries.add("storage_parameters", storage)
    entries.add("cluster_on", clusterIndex)
    switch replicaIdentity {
    case .primaryKey: break
    case .full: entries.add("replica_identity", "full")
    case .nothing: entries.add("replica_identity", "nothing")
    case .index(let name):
      entries.add("replica_identity", .mapping([.init("index", .text(name))]))
    }
    return entries
  }
}

extension TableKind {
  /// Reads `inherits`, the names of other tables.
  static func parents(
    of table: inout Table, from reader: inout MappingReader, in scope: DecodingScope,
    into declarations: inout Declarations
  ) -> [(name: QualifiedName, range: SourceRange)] {
    let inside = scope.inside(table.id)
    let parents = (reader.strings("inherits", &declarations.report) ?? []).compactMap { item in
      inside.qualifiedName(item.text, at: item.range, into: &declarations.report)
        .map { (name: $0, range: item.range) }
    }
    table.parents = parents.map(\.name)
    return parents
  }

  /// The operations that change how a table is stored and what it inherits.
  static func storageChanges(
    from old: Table, to new: Table, in context: PlanContext
  ) -> [Operation] {
    var operations = inheritance(from: old, to: new, in: context)
    let changes = new.storage.changes(from: old.storage)
    if !changes.isEmpty {
      operations.append(
        alteration(
          of: new, changes, back: old.storage.changes(from: new.storage),
          lock: .shareUpdateExclusive,
          summary: new.storage.isEmpty ? "no storage parameters" : new.storage.summary,
          in: context))
    }
    if old.clusterIndex != new.clusterIndex {
      operations.append(
        alteration(
          of: new, [clustering(new)], back: [clustering(old)], lock: .shareUpdateExclusive,
          requires: indexes([new.clusterIndex], of: new), summary: clustering(new).lowercased(),
          in: context))
    }
    if old.replicaIdentity != new.replicaIdentity {
      var index: [String] = []
      if case .index(let name) = new.replicaIdentity { index = [name] }
      operations.append(
        alteration(
          of: new, [identity(new)], back: [identity(old)], lock: .accessExclusive,
          requires: indexes(index, of: new), summary: identity(new).lowercased(), in: context))
    }
    return operations
  }

  private static func alteration(
    of table: Table, _ actions: [String], back: [String], lock: LockMode,
    requires: Set<ObjectID> = [], provides: Set<ObjectID> = [], summary: String,
    in context: PlanContext
  ) -> Operation {
    func statement(_ actions: [String]) -> SQLFragment {
      SQLFragment("ALTER TABLE \(table.name.sql) \(actions.joined(separator: ", "))")
    }
    return Operation(
      .alterTable, table.id, [statement(actions)], locks: context.locks(lock, on: table.id),
      requires: requires.union([table.id]), provides: provides,
      reversal: .statements([statement(back)]), summary: summary)
  }

  private static func clustering(_ table: Table) -> String {
    table.clusterIndex.isEmpty
      ? "SET WITHOUT CLUSTER" : "CLUSTER ON \(quotedIdentifier(table.clusterIndex))"
  }

  private static func identity(_ table: Table) -> String {
    let words: String =
      switch table.replicaIdentity {
      case .primaryKey: "DEFAULT"
      case .full: "FULL"
      case .nothing: "NOTHING"
      case .index(let name): "USING INDEX \(quotedIdentifier(name))"
      }
    return "REPLICA IDENTITY \(words)"
  }

  /// The objects that an index of a name may be part of.
  private static func indexes(_ names: [String], of table: Table) -> Set<ObjectID> {
    let kinds: [KindID] = [.index, .primaryKey, .uniqueConstraint, .exclusionConstraint]
    return Set(
      names.flatMap { name in
        kinds.map { ObjectID($0, schema: table.name.schema, table.name.name, member: name) }
      })
  }

  /// A table leaves its parents before these go, and joins others once both have the columns.
  private static func inheritance(
    from old: Table, to new: Table, in context: PlanContext
  ) -> [Operation] {
    let gone = old.parents.filter { !new.parents.contains($0) }
    let added = new.parents.filter { !old.parents.contains($0) }
    var operations: [Operation] = []
    if !gone.isEmpty {
      var leaving = alteration(
        of: new,
        gone.map { "NO INHERIT \($0.sql)" } + foreignCounting(of: new, from: gone, in: context),
        back: gone.map { "INHERIT \($0.sql)" },
        lock: .accessExclusive, provides: [new.id],
        summary: "no longer a child of \(gone.map(\.description).joined(separator: ", "))",
        in: context)
      leaving.statements += leftChecks(of: new, from: gone, in: context)
      operations.append(leaving)
      operations += leftColumns(of: new, from: gone, in: context)
    }
    if !added.isEmpty {
      let tables = [new.name] + added
      let parts = tables.flatMap { context.declared.parts(of: Table.id($0)) }.filter {
        $0.kind == .column || $0.kind == .check
      }
      let missing = missingColumns(of: new, for: added, in: context)
      var joining = alteration(
        of: new, missing.map { "ADD COLUMN \($0.definition)" } + added.map { "INHERIT \($0.sql)" },
        back: added.map { "NO INHERIT \($0.sql)" }, lock: .accessExclusive,
        requires: Set(parts + added.map(Table.id)),
        summary: "a child of \(added.map(\.description).joined(separator: ", "))", in: context)
      joining.statements += missing.filter(\.isFilledForOnce).map {
        SQLFragment(
          "ALTER TABLE \(new.name.sql) ALTER COLUMN \(quotedIdentifier($0.name)) DROP DEFAULT")
      }
      operations.append(joining)
    }
    return operations
  }

  /// A column that a table is given to join a parent.
  private struct MissingColumn {
    var name: String
    var definition: String
    /// Whether its default is there for the rows alone.
    var isFilledForOnce: Bool
  }

  /// A table has to have a parent's columns before it joins. They count with the parent's sequence,
  /// and an identity is the parent's alone.
  private static func missingColumns(
    of table: Table, for added: [QualifiedName], in context: PlanContext
  ) -> [MissingColumn] {
    var names = Set(ColumnKind.names(of: table.name, in: context.live))
    names.formUnion(context.declared.parts(of: table.id, as: Column.self).map(\.name))
    let columns = added.flatMap { ColumnKind.columns(of: $0, in: context.declared) }
    return columns.filter { names.insert($0.name).inserted }.map { column in
      var own = column
      let sequence = column.identity?.sequence(of: column) ?? column.sequenceName
      if column.isSerial || column.identity != nil {
        own.defaultExpression = "nextval(\(quotedLiteral(sequence.sql)))"
      }
      (own.isSerial, own.identity) = (false, nil)
      return MissingColumn(
        name: column.name, definition: own.definition, isFilledForOnce: column.identity != nil)
    }
  }

  /// A child keeps the defaults of its parent's serial columns, and with them the sequences, which
  /// go with the parent.
  private static func foreignCounting(
    of table: Table, from gone: [QualifiedName], in context: PlanContext
  ) -> [String] {
    gone.flatMap { ColumnKind.columns(of: $0, in: context.live) }
      .filter { $0.isSerial && !context.live.contains(Column.id($0.name, of: table.name)) }
      .map { "ALTER COLUMN \(quotedIdentifier($0.name)) DROP DEFAULT" }
  }

  /// A table keeps its parents' checks as its own: those that it declares are made anew.
  private static func leftChecks(
    of table: Table, from gone: [QualifiedName], in context: PlanContext
  ) -> [SQLFragment] {
    func names(_ parents: [QualifiedName], _ snapshot: Snapshot) -> Set<String> {
      Set(parents.flatMap { ColumnKind.checks(of: $0, in: snapshot) })
    }
    return names(gone, context.live).subtracting(names(table.parents, context.declared)).sorted()
      .filter { name in
        !context.live.parts(of: table.id, as: Check.self).contains { $0.name == name }
      }
      .map { ConstraintSQL.removal(of: $0, from: table.name) }
  }

  /// A table keeps what it had from a parent as its own: what nobody declares goes.
  private static func leftColumns(
    of table: Table, from gone: [QualifiedName], in context: PlanContext
  ) -> [Operation] {
    let kept = Set(table.parents.flatMap { ColumnKind.names(of: $0, in: context.declared) })
    var names: [String] = []
    for name in gone.flatMap({ ColumnKind.names(of: $0, in: context.live) })
    where !kept.contains(name) && !names.contains(name) { names.append(name) }
    return names.map { Column.id($0, of: table.name) }
      .filter { !context.declared.contains($0) && !context.live.contains($0) }
      .map { id in
        Operation(
          .dropColumn, id,
          [SQLFragment("ALTER TABLE \(table.name.sql) DROP COLUMN \(quotedIdentifier(id.member))")],
          locks: context.locks(.accessExclusive, on: table.id), dataEffect: .destroys,
          isDestructive: true, requires: [table.id], releases: [id],
          reversal: .impossible("the column's values are not kept"),
          summary: "which it had from its parent")
      }
  }
}

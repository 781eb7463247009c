import SQLText
import SchemaCore

/// The parents' indexes, keys and foreign keys that a live table lacks to become a partition.
///
/// ATTACH makes what is missing under its lock on the table, so it is built online before and
/// only taken over by ATTACH.
struct PartitionKeys {
  private(set) var operations: [Operation] = []
  private let table: QualifiedName
  private let context: PlanContext

  init(of table: QualifiedName, under parent: QualifiedName, in context: PlanContext) {
    self.table = table
    self.context = context
    guard !context.isPartitioned(table), !context.isForeign(table) else { return }
    for ancestor in context.declared.lineage(of: parent) { build(from: ancestor) }
  }

  private mutating func build(from ancestor: QualifiedName) {
    let id = Table.id(ancestor)
    for key in kept(of: id, as: PrimaryKey.self) where lacksPrimaryKey {
      var own = PrimaryKey(table: table, columns: key.columns)
      (own.include, own.deferral, own.storage) = (key.include, key.deferral, key.storage)
      operations += PrimaryKeyKind.create(own, in: context)
    }
    for unique in kept(of: id, as: UniqueConstraint.self) where lacks(unique) {
      var own = unique
      own.table = table
      own.name = UniqueConstraint(table: table, columns: unique.columns).name
      operations += UniqueConstraintKind.create(own, in: context)
    }
    for index in PartitionKeys.indexes(of: ancestor, in: context) where lacks(index) {
      operations += IndexKind.create(index.twin(on: table), in: context).map { operation in
        var copy = operation
        // An interrupted run leaves it INVALID.
        let name = index.twin(on: table).name
        copy.statements.insert(
          index.twin(on: table).removal(concurrently: true, ifExists: true, of: name), at: 0)
        return copy
      }
    }
    for key in kept(of: id, as: ForeignKey.self) where key.isValid && key.isEnforced && lacks(key) {
      var own = key
      own.table = table
      operations += ForeignKeyKind.create(own, in: context)
    }
  }

  /// What the parent has when the table comes: what stays as it is, or comes with the parent.
  private func kept<Part: SchemaObject>(of table: ObjectID, as type: Part.Type) -> [Part] {
    context.declared.parts(of: table, as: type).filter {
      context.isCreated(table) || context.live.object($0.id, as: type) == $0
    }
  }

  private static func indexes(of ancestor: QualifiedName, in context: PlanContext) -> [Index] {
    context.declared.parts(of: Table.id(ancestor), as: Index.self).filter { index in
      context.live.object(index.id, as: Index.self) == index
    }
  }

  // MARK: What is there

  private var parts: ObjectID { Table.id(table) }

  private var lacksPrimaryKey: Bool {
    context.live.parts(of: parts, as: PrimaryKey.self).isEmpty
      && context.declared.parts(of: parts, as: PrimaryKey.self).isEmpty
  }

  private func lacks(_ unique: UniqueConstraint) -> Bool {
    !context.live.parts(of: parts, as: UniqueConstraint.self).contains {
      $0.columns == unique.columns
    }
  }

  private func lacks(_ key: ForeignKey) -> Bool {
    !context.live.parts(of: parts, as: ForeignKey.self).contains {
      $0.name == key.name
        || $0.columns == key.columns && $0.referencedTable == key.referencedTable
    }
  }

  private func lacks(_ index: Index) -> Bool {
    !context.live.parts(of: parts, as: Index.self).contains { own in
      var twin = own
      (twin.table, twin.name) = (index.table, index.name)
      return twin == index
    }
  }

  /// Whether an index is what an interrupted attachment left of its own.
  static func isLeftover(_ live: Index, in context: PlanContext) -> Bool {
    guard !live.isValid, context.isAttached(live.table),
      let parent = context.declared.parent(of: live.table)
    else { return false }
    return context.declared.lineage(of: parent).contains { ancestor in
      indexes(of: ancestor, in: context).contains { $0.twin(on: live.table).name == live.name }
    }
  }
}

extension Index {
  /// Returns a parent's index as one of a partition.
  fileprivate func twin(on table: QualifiedName) -> Index {
    var copy = self
    copy.table = table
    copy.name = PartitionedBuild.name(of: self, on: table).name
    return copy
  }
}

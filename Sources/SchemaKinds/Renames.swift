import SQLText
import SchemaCore
import SourceText

/// The key that says what an object was called before.
private let key = "renamed_from"

/// The kinds of which nothing can be renamed: what has the name of what it belongs to, and what
/// PostgreSQL renames by no statement or the tool by none.
private let unnamed: Set<KindID> = [
  .comment, .grant, .defaultPrivilege, .owner, .membership, .seed, .precheck, .partitionSet,
  .partitionMaintenance, .expansion, .userMapping, .partitionColumn, .foreignColumn, .viewDefault,
  .extension, .cast, .operator,
]

extension Declarations {
  /// Notes what the objects of documents were called before.
  ///
  /// The key stands in the mapping that declares the object, whatever the object's kind.
  mutating func declareRenames(in documents: some Sequence<DocumentNode>) {
    var hints: [SourceRange: DocumentNode] = [:]
    for document in documents { collectHints(of: document, into: &hints) }
    guard !hints.isEmpty else { return }
    var known = Set(renames.map(\.range))
    var owners: [SourceRange: Set<ObjectID?>] = [:]
    for (id, object) in snapshot.objects {
      guard let place = positions[id], let node = hints[place], isNamed(object),
        owners[place, default: []].insert(object.owner).inserted
      else { continue }
      known.insert(node.range)
      if let former = node.scalar { declareRename(of: id, from: former, at: node.range) }
    }
    for node in hints.values where !known.contains(node.range) {
      report.error("unknown-key", "nothing that has a name is declared here", at: node.range)
    }
  }

  private func collectHints(
    of node: DocumentNode, into hints: inout [SourceRange: DocumentNode]
  ) {
    for entry in node.entries ?? [] {
      if entry.key.scalar == key { hints[node.range] = entry.value }
      collectHints(of: entry.value, into: &hints)
    }
    for item in node.items ?? [] { collectHints(of: item, into: &hints) }
  }

  /// A serial column's sequence stands in the column's mapping, whose former name is the column's.
  private func isNamed(_ object: any SchemaObject) -> Bool {
    !unnamed.contains(object.id.kind) && (object as? NumberSequence)?.isImplied != true
  }

  /// Notes what an object, or a value of an enum, was called before.
  mutating func declareRename(
    of id: ObjectID, from former: String, value: String? = nil, at range: SourceRange
  ) {
    let own = value ?? (id.member.isEmpty || id.member.hasPrefix("(") ? id.name : id.member)
    if former.isEmpty || former == own {
      report.error(
        "wrong-value", "'\(key)' is the name before, not '\(former)'", at: range)
      return
    }
    guard checkLength(former, at: range, into: &report) else { return }
    renames.append(Rename(id, from: former, value: value, at: range))
  }
}

/// Returns an operation that renames, both ways.
///
/// - Parameter statement: the statement that leads from one quoted name to another.
func renaming(
  _ kind: OperationKind, _ id: ObjectID, from former: String, to name: String,
  locks: [RelationLock] = [], requires: Set<ObjectID> = [],
  _ statement: (_ old: String, _ new: String) -> String
) -> Operation {
  let (old, new) = (quotedIdentifier(former), quotedIdentifier(name))
  return Operation(
    kind, id, [SQLFragment(statement(old, new))], locks: locks, requires: requires,
    provides: [id], reversal: .statements([SQLFragment(statement(new, old))]),
    summary: "'\(former)' → '\(name)'")
}

/// A part of a table that is named after its columns where nobody names it.
protocol NamedAfterColumns: SchemaObject {
  var name: String { get }
  /// The name that it has without one of its own.
  var defaultName: String { get }
}

extension NamedAfterColumns {
  /// A name that follows from the columns follows them through their renames.
  public func derivedName(after names: Renaming) -> String? {
    name == defaultName ? renamed(by: names).defaultName : nil
  }
}

extension PlanContext {
  /// Returns the lock of a rename on a relation; it is reported under the new name.
  func renameLock(_ relation: ObjectID) -> [RelationLock] {
    live.contains(relation) ? [RelationLock(relation, .accessExclusive)] : []
  }
}

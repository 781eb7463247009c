import SystemPackage
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Two states of a project of which the second can't be reached from the first.
struct FailingStep: Sendable {
  /// Nil where the second fails from an empty database.
  var before: RandomProject?
  var after: RandomProject

  /// Writes the step as a case, for as long as it is not fixed.
  func write(name: String) throws {
    let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
      .removingLastComponent().appending("Cases/random").appending(name).string
    for folder in [FilePath(root).removingLastComponent().string, root] { mkdir(folder, 0o755) }
    try write(before?.yaml ?? "# nothing\n", to: "\(root)/a.yaml")
    try write(after.yaml, to: "\(root)/b.yaml")
  }

  private func write(_ text: String, to path: String) throws {
    let descriptor = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.create, .truncate],
      permissions: [.ownerReadWrite, .groupRead, .otherRead])
    try descriptor.closeAfter { _ = try descriptor.writeAll(text.utf8) }
  }
}

/// Takes objects and parts away from both states for as long as the step still fails.
///
/// What is wrong has to stay of the same kind, as the start of its text tells it.
func shrunk(
  from before: RandomProject?, to after: RandomProject, problem: String, on bench: Bench
) async throws -> FailingStep {
  let kind = String(problem.prefix(24))
  var step = FailingStep(before: before, after: after)
  guard try await fails(step, kind, on: bench) else { return step }
  if before != nil, try await fails(FailingStep(after: after), kind, on: bench) {
    step.before = nil
  }
  // What is left after a minute is small enough to look at.
  let end = ContinuousClock.now + .seconds(60)
  var isSmaller = true
  while isSmaller, ContinuousClock.now < end {
    isSmaller = false
    for candidate in candidates(of: step) where try await fails(candidate, kind, on: bench) {
      step = candidate
      isSmaller = true
      break
    }
  }
  return step
}

private func fails(
  _ step: FailingStep, _ kind: String, on bench: Bench
) async throws -> Bool {
  try await bench.clear()
  if let before = step.before, try await problem(of: before, since: nil, on: bench) != nil {
    return false
  }
  let found = try await problem(of: step.after, since: step.before, on: bench)
  return found?.hasPrefix(kind) ?? false
}

/// The steps that lack one object, one column or one part.
private func candidates(of step: FailingStep) -> [FailingStep] {
  let keys = (step.before?.keys ?? []) + step.after.keys.filter { step.before?[$0] == nil }
  let pinned = step.after.pinned
  let withoutObjects = keys.filter { !pinned.contains($0) }.reversed().map { key in
    step.changed { $0.remove(key) }
  }
  let tables = Set(((step.before?.tables ?? []) + step.after.tables).map(\.key)).sorted()
  let withoutColumns = tables.flatMap { key -> [FailingStep] in
    let names = Set(
      ((step.before?.columns(of: key) ?? []) + step.after.columns(of: key)).map(\.name))
    guard names.count > 1 else { return [] }
    return names.sorted().map { name in step.changed { $0.removeColumn(name, of: key) } }
  }
  let documents: [String] = Set((step.before?.keys ?? []) + step.after.keys).sorted()
  let withoutEntries = documents.flatMap { key -> [FailingStep] in
    (0..<8).map { index in step.changed { $0.removeEntry(index, of: key) } }
  }
  let withoutParts = tables.flatMap { key in
    RandomTable.partLists.map { list in
      step.changed { project in
        guard case .table(var table)? = project[key] else { return }
        table[keyPath: list] = []
        project[key] = .table(table)
      }
    }
  }
  let withoutForeignKeys = tables.map { key in
    step.changed { project in
      guard case .table(var table)? = project[key] else { return }
      table.foreignKeys = []
      project[key] = .table(table)
    }
  }
  let size = step.size
  var smaller: [FailingStep] = withoutObjects
  smaller += withoutForeignKeys
  smaller += documents.map { key in step.changed { $0.simplify(key) } }
  smaller += withoutParts
  smaller += withoutColumns
  smaller += withoutEntries
  return smaller.filter { $0.size < size }
}

extension FailingStep {
  fileprivate var size: Int { after.yaml.utf8.count + (before?.yaml.utf8.count ?? 0) }

  fileprivate func changed(_ change: (inout RandomProject) -> Void) -> FailingStep {
    var copy = self
    if var before = copy.before {
      change(&before)
      copy.before = before
    }
    change(&copy.after)
    return copy
  }
}

extension RandomProject {
  /// Takes away what a view or role can do without.
  fileprivate mutating func simplify(_ key: String) {
    switch self[key] {
    case .view(var view):
      (view.check, view.condition, view.comment) = ("", "", "")
      (view.defaults, view.triggers, view.grants) = ([], [], [])
      self[key] = .view(view)
    case .role(var role):
      (role.attributes, role.parents) = ([], nil)
      self[key] = .role(role)
    default: break
    }
  }

  /// Takes one key of a document away that it can do without.
  fileprivate mutating func removeEntry(_ index: Int, of key: String) {
    guard case .document(var document)? = self[key] else { return }
    let optional = document.entries.indices.filter { !document.entries[$0].isKept }
    guard index < optional.count else { return }
    document.entries.remove(at: optional[index])
    self[key] = .document(document)
  }
}

extension RandomTable {
  fileprivate static let partLists: [any WritableKeyPath<RandomTable, [Part]> & Sendable] = [
    \.indexes, \.checks, \.uniques, \.triggers, \.policies, \.grants, \.rules,
    \.exclusions,
  ]
}

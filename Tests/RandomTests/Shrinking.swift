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
func shrunk(from before: RandomProject?, to after: RandomProject) async throws -> FailingStep {
  var step = FailingStep(before: before, after: after)
  guard try await fails(step) else { return step }
  if before != nil, try await fails(FailingStep(after: after)) { step.before = nil }
  var isSmaller = true
  while isSmaller {
    isSmaller = false
    for candidate in candidates(of: step) where try await fails(candidate) {
      step = candidate
      isSmaller = true
      break
    }
  }
  return step
}

private func fails(_ step: FailingStep) async throws -> Bool {
  try await withDatabase { target in
    if let before = step.before, try await problem(of: before, on: target) != nil { return false }
    return try await problem(of: step.after, on: target) != nil
  }
}

/// The steps that lack one object, one column or one part.
private func candidates(of step: FailingStep) -> [FailingStep] {
  let keys = (step.before?.keys ?? []) + step.after.keys.filter { step.before?[$0] == nil }
  let withoutObjects = keys.filter { $0 != "anchor" }.reversed().map { key in
    step.changed { $0.remove(key) }
  }
  let tables = Set(((step.before?.tables ?? []) + step.after.tables).map(\.key)).sorted()
  let withoutColumns = tables.flatMap { key in
    let names = Set(
      ((step.before?.columns(of: key) ?? []) + step.after.columns(of: key)).map(\.name))
    return names.sorted().map { name in step.changed { $0.removeColumn(name, of: key) } }
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
  return (withoutObjects + withoutParts + withoutColumns).filter {
    $0.after.yaml.utf8.count + ($0.before?.yaml.utf8.count ?? 0)
      < step.after.yaml.utf8.count + (step.before?.yaml.utf8.count ?? 0)
  }
}

extension FailingStep {
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

extension RandomTable {
  fileprivate static let partLists: [any WritableKeyPath<RandomTable, [Part]> & Sendable] = [
    \.indexes, \.checks, \.uniques, \.triggers, \.policies, \.grants,
  ]
}

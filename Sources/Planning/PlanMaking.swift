public import SchemaCore

/// Why a project's state can't be reached from the live one.
public enum PlanProblem: Error, Sendable, Hashable {
  /// A change that PostgreSQL or the tool refuses, with what to do instead.
  case refused(ObjectID, reason: String)
  /// What the server is too old for.
  case needsVersion(ObjectID, VersionNeed)
  /// Objects that each need the next to exist first.
  case cycle([ObjectID])
  /// A bootstrap table needs a table that this run makes later.
  case bootstrapNeeds(ObjectID)
}

/// A plan, or what stands against making one.
public struct PlanResult: Sendable {
  public var plan: Plan
  public var problems: [PlanProblem]
  /// The context after replacements were decided, for reports about locks and sizes.
  public var context: PlanContext
}

/// Makes the plan that leads from the context's live objects to its declared ones.
///
/// - Parameter changes: what `differences` found; when it touches live objects the context's
///   facts must have the dependents.
public func plan(
  for changes: ChangeSet, in context: PlanContext, kinds: KindSet, options: PlanOptions
) -> PlanResult {
  var builder = OperationBuilder(
    changes: changes, context: context, kinds: kinds, options: options)
  builder.build()
  let list = builder.list
  var result = PlanResult(
    plan: Plan(), problems: list.refusals.map { .refused($0.id, reason: $0.reason) },
    context: list.context)
  result.problems += unmetNeeds(of: changes.created + changes.altered, in: context)
  let operations = withNeededPrechecks(list.operations, options)
  var sorting = OperationOrder(operations, context: list.context, kinds: kinds)
  do {
    let order = try sorting.sorted()
    let bootstrap = BootstrapSelection(
      operations: operations, context: list.context, tables: options.bootstrap)
    let first = bootstrap.selection(order: order, needs: sorting.predecessors)
    result.problems += bootstrap.strangers(in: first, kinds: kinds).map { .bootstrapNeeds($0) }
    let assembly = PlanAssembly(
      operations: operations, phases: sorting.phases,
      order: order.filter(first.contains) + order.filter { !first.contains($0) },
      bootstrapCount: first.count, context: list.context, mode: options.transactions)
    result.plan = assembly.assemble()
  } catch {
    result.problems.append(.cycle(error.objects))
  }
  result.plan.blocked = list.blocked
  return result
}

/// What the run would have to make that the server doesn't know.
private func unmetNeeds(of ids: [ObjectID], in context: PlanContext) -> [PlanProblem] {
  ids.sorted().flatMap { id -> [PlanProblem] in
    let needs = context.declared[id]?.versionNeeds ?? []
    return needs.filter { !$0.isMet(by: context.serverVersion) }.map { .needsVersion(id, $0) }
  }
}

/// Prechecks guard changes: without one there is nothing to check.
private func withNeededPrechecks(
  _ operations: [Operation], _ options: PlanOptions
) -> [Operation] {
  let hasChanges =
    options.hasPendingScripts || operations.contains { $0.kind.phase != .preparation }
  guard !hasChanges || options.skipsPrechecks else { return operations }
  return operations.filter { $0.kind.phase != .preparation }
}

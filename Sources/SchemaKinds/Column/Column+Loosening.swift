import SQLText
public import SchemaCore

extension ColumnKind {
  /// A default leaves for the time in which the function that it calls is made anew; the column
  /// of a generated one is dropped and added again, as for every change of its expression.
  public static func loosening(
    _ old: Column, as new: Column, in context: PlanContext
  ) -> Loosening? {
    if old.generatedExpression.isEmpty { return withoutDefault(old, as: new, in: context) }
    return new.generatedExpression.isEmpty ? nil : withoutColumn(old, as: new, in: context)
  }

  private static func withoutDefault(
    _ old: Column, as new: Column, in context: PlanContext
  ) -> Loosening? {
    guard !old.defaultExpression.isEmpty else { return nil }
    var without = old
    without.defaultExpression = ""
    let alteration = ColumnAlteration(old: old, new: without, keepsCheck: true)
    var release = Operation(
      .alterColumn, old.id, alteration.statements,
      locks: context.locks(.accessExclusive, on: Table.id(old.table)),
      releases: [old.id.loosened], reversal: alteration.reversal,
      summary: "no default while its function is replaced")
    release.dataEffect = .preserves
    return Loosening(release: release, restoration: alter(without, into: new, in: context))
  }

  private static func withoutColumn(
    _ old: Column, as new: Column, in context: PlanContext
  ) -> Loosening {
    let rebuilding = ColumnRebuilding(of: old, as: new, in: context)
    let locks = context.locks(.accessExclusive, on: Table.id(old.table))
    return Loosening(
      release: Operation(
        .alterColumn, old.id, [rebuilding.drop], locks: locks,
        releases: [old.id, old.id.loosened],
        reversal: .statements(rebuilding.additions),
        summary: "leaves while its function is replaced"),
      restoration: [
        Operation(
          .alterColumn, old.id, rebuilding.additions, locks: locks, dataEffect: .rewrites,
          requires: sources(of: new, in: context), provides: [old.id],
          reversal: .statements([rebuilding.drop]), summary: "computed anew")
      ], removesObject: true)
  }
}

import Planning
import SQLText
import SchemaCore

/// Finds for whose sake operations run in another phase than their kind's default.
///
/// What runs earlier is needed by something of that phase; what runs later needs something of
/// it. One pass over the operations' references, so a large plan stays cheap.
struct PhaseCauses {
  /// The causing objects by the operation's index.
  private(set) var causes: [Int: ObjectID] = [:]

  init(_ plan: Plan, in context: PlanContext) {
    let moved = plan.operations.indices.filter {
      plan.operations[$0].phase != plan.operations[$0].operation.kind.phase
    }
    guard !moved.isEmpty else { return }
    findNeeders(of: moved.filter { isEarly(plan.operations[$0]) }, plan, context)
    findNeeds(of: moved.filter { !isEarly(plan.operations[$0]) }, plan, context)
  }

  private func isEarly(_ planned: PlannedOperation) -> Bool {
    planned.phase < planned.operation.kind.phase
  }

  private mutating func findNeeders(of early: [Int], _ plan: Plan, _ context: PlanContext) {
    guard !early.isEmpty else { return }
    let provided = index(early, of: plan)
    for (place, planned) in plan.operations.enumerated() {
      for reference in needs(of: planned.operation, context) {
        for index in provided[reference.objectName] ?? []
        where index < place && causes[index] == nil {
          let need = plan.operations[index]
          if need.phase == planned.phase, matches(reference, need.operation) {
            causes[index] = planned.operation.object
          }
        }
      }
    }
  }

  private mutating func findNeeds(of late: [Int], _ plan: Plan, _ context: PlanContext) {
    guard !late.isEmpty else { return }
    let makers = plan.operations.indices.filter {
      !plan.operations[$0].operation.provides.isEmpty
    }
    let provided = index(makers, of: plan)
    for place in late {
      let planned = plan.operations[place]
      for reference in needs(of: planned.operation, context) where causes[place] == nil {
        let need = (provided[reference.objectName] ?? []).last { index in
          index < place && plan.operations[index].phase == planned.phase
            && matches(reference, plan.operations[index].operation)
        }
        causes[place] = need.map { plan.operations[$0].operation.object }
      }
    }
  }

  /// Operations by the name of the object that they are about, whole objects and parts apart.
  private func index(_ operations: [Int], of plan: Plan) -> [String: [Int]] {
    var result: [String: [Int]] = [:]
    for index in operations {
      let object = plan.operations[index].operation.object
      result[object.name, default: []].append(index)
      if !object.member.isEmpty { result[object.objectName, default: []].append(index) }
    }
    return result
  }

  private func needs(of operation: Operation, _ context: PlanContext) -> [Reference] {
    var needs = operation.requires.sorted().map(Reference.object)
    for subject in operation.provides.union([operation.object]).sorted() {
      guard let object = context.declared[subject] ?? context.live[subject] else { continue }
      if let owner = object.owner { needs.append(.object(owner)) }
      needs += object.references
    }
    return needs
  }

  private func matches(_ reference: Reference, _ operation: Operation) -> Bool {
    let object = operation.object
    switch reference {
    case .object(let id): return operation.provides.contains(id)
    case .relation(let name), .type(let name):
      return object.member.isEmpty && matches(name, object)
    case .routine(let name): return object.member.hasPrefix("(") && matches(name, object)
    }
  }

  private func matches(_ name: QualifiedName, _ object: ObjectID) -> Bool {
    name.name == object.name && (name.schema.isEmpty || name.schema == object.schema)
  }
}

extension Reference {
  /// The name under which `PhaseCauses` indexes what the reference means.
  fileprivate var objectName: String {
    switch self {
    case .object(let id): id.member.isEmpty ? id.name : id.objectName
    case .relation(let name), .routine(let name), .type(let name): name.name
    }
  }
}

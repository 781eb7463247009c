import SQLText
public import SchemaCore

extension Cast {
  public func renamed(by names: Renaming) -> Cast {
    var copy = self
    copy.source = names.type(source)
    copy.target = names.type(target)
    if case .function(let function) = method {
      copy.method = .function(function.renamed(by: names))
    }
    return copy
  }
}

extension Operator {
  public func renamed(by names: Renaming) -> Operator {
    var copy = self
    copy.name = names.inSchema(name)
    copy.left = left.map(names.type)
    copy.right = names.type(right)
    copy.function = names.routine(function)
    copy.commutator = commutator.map(names.inSchema)
    copy.negator = negator.map(names.inSchema)
    copy.restrict = restrict.map(names.routine)
    copy.join = join.map(names.routine)
    return copy
  }
}

extension OperatorMembers {
  func renamed(by names: Renaming) -> OperatorMembers {
    var copy = self
    for index in strategies.indices {
      copy.strategies[index].name = names.inSchema(strategies[index].name)
      copy.strategies[index].left = names.type(strategies[index].left)
      copy.strategies[index].right = names.type(strategies[index].right)
      copy.strategies[index].order = strategies[index].order.map {
        names.inSchema(OperatorFamily.id($0, method: "btree"))
      }
    }
    for index in supports.indices {
      copy.supports[index].left = names.type(supports[index].left)
      copy.supports[index].right = names.type(supports[index].right)
      copy.supports[index].function = supports[index].function.renamed(by: names)
    }
    copy.sort()
    return copy
  }
}

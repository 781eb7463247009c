import SQLText
public import SchemaCore

extension Membership {
  public func renamed(by names: Renaming) -> Membership {
    var copy = self
    copy.member = names.role(member)
    copy.parent = names.role(parent)
    copy.grantors = grantors.map(names.role)
    return copy
  }
}

extension Grant {
  public func renamed(by names: Renaming) -> Grant {
    var copy = self
    copy.target = names.id(target)
    copy.grantee = names.role(grantee)
    copy.grantor = names.role(grantor)
    copy.column = column.map { names.column($0, of: target.qualifiedName) }
    return copy
  }
}

extension DefaultPrivilege {
  public func renamed(by names: Renaming) -> DefaultPrivilege {
    var copy = self
    copy.creator = names.role(creator)
    copy.schema = names.schema(schema)
    copy.grantee = names.role(grantee)
    return copy
  }
}

extension Comment {
  public func renamed(by names: Renaming) -> Comment {
    var copy = self
    copy.target = names.id(target)
    return copy
  }
}

extension Extension {
  public func renamed(by names: Renaming) -> Extension {
    var copy = self
    copy.schema = schema.map(names.schema)
    return copy
  }
}

extension Seed {
  public func renamed(by names: Renaming) -> Seed {
    var copy = self
    copy.table = names.relation(table)
    for row in rows.indices {
      for cell in rows[row].cells.indices {
        copy.rows[row].cells[cell].column = names.column(rows[row].cells[cell].column, of: table)
      }
    }
    return copy
  }
}

extension Precheck {
  public func renamed(by names: Renaming) -> Precheck {
    var copy = self
    copy.table = names.relation(table)
    copy.query = names.text(query, from: table.schema)
    return copy
  }
}

extension PartitionSet {
  public func renamed(by names: Renaming) -> PartitionSet {
    var copy = self
    copy.table = names.relation(table)
    return copy
  }
}

extension Owner {
  public func renamed(by names: Renaming) -> Owner {
    var copy = self
    copy.target = names.id(target)
    copy.role = names.role(role)
    return copy
  }
}

extension PartitionColumn {
  public func renamed(by names: Renaming) -> PartitionColumn {
    var copy = mappingExpressions { names.text($0, from: table.schema, over: table) }
    copy.table = names.relation(table)
    copy.column = names.column(column, of: table)
    return copy
  }
}

extension ForeignColumn {
  public func renamed(by names: Renaming) -> ForeignColumn {
    var copy = self
    copy.table = names.relation(table)
    copy.column = names.column(column, of: table)
    return copy
  }
}

extension ViewDefault {
  public func renamed(by names: Renaming) -> ViewDefault {
    var copy = mappingExpressions { names.text($0, from: view.schema, over: view) }
    copy.view = names.relation(view)
    return copy
  }
}

import SchemaCore

/// Returns operations as JSON in FORMAT.md's spelling, with how they are undone.
func operationsJSON(_ operations: [Operation]) -> String {
  jsonArray(operations.map(operationJSON))
}

private func operationJSON(_ operation: Operation) -> String {
  var members = [
    ("type", jsonString(operation.kind.name)),
    ("phase", "\(operation.kind.phase.rawValue)"),
    ("objectName", jsonString(operation.object.objectName)),
    ("sql", jsonString(operation.statements.map(\.sql).joined(separator: ";\n"))),
    ("destructive", operation.isDestructive ? "true" : "false"),
    ("concurrent", operation.transactionality == .outside ? "true" : "false"),
    ("blocked", "false"),
    ("kind", jsonString(operation.object.kind.rawValue)),
    ("schema", jsonString(operation.object.schema)),
    ("name", jsonString(operation.object.name)),
    ("member", jsonString(operation.object.member)),
    ("qualifier", jsonString(operation.object.qualifier)),
    ("summary", jsonString(operation.summary)),
  ]
  switch operation.reversal {
  case .statements(let statements):
    members.append(("reversal", jsonArray(statements.map { jsonString($0.sql) })))
  case .impossible(let reason):
    members.append(("irreversible", jsonString(reason)))
  }
  return "{" + members.map { "\(jsonString($0.0)): \($0.1)" }.joined(separator: ", ") + "}"
}

private func jsonArray(_ elements: [String]) -> String {
  "[" + elements.joined(separator: ", ") + "]"
}

import SchemaCore

extension VerifyReport {
  /// The document of `verify --json`.
  public var json: JSONValue {
    [
      "equal": .bool(isEqual), "source": .string(source), "target": .string(target),
      "mode": .string(mode), "remarks": .array(remarks.map { .string($0) }),
      "tables": .array(tables.map(\.json)), "sequences": .array(sequences.map(\.json)),
      "summary": [
        "tables": .number(tables.count),
        "differentTables": .number(tables.count { !$0.isEqual }),
        "sequences": .number(sequences.count),
        "differentSequences": .number(sequences.count { !$0.isEqual }),
        "rows": .number(tables.reduce(0) { $0 + ($1.sourceRows ?? 0) }),
      ],
      "milliseconds": .number(duration.milliseconds),
    ]
  }
}

private func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

extension VerifyReport.Table {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "equal": .bool(isEqual), "onlyIn": JSONValue(onlySide?.rawValue),
      "sourceRows": JSONValue(sourceRows), "targetRows": JSONValue(targetRows),
      "sourceChecksum": JSONValue(sourceChecksum), "targetChecksum": JSONValue(targetChecksum),
      "key": list(key), "columnsOnlyInSource": list(columnsOnlyInSource),
      "columnsOnlyInTarget": list(columnsOnlyInTarget), "excludedColumns": list(excludedColumns),
      "sampledRows": .number(sampledRows), "complete": .bool(isComplete),
      "differences": .array(
        differences.map { difference in
          [
            "kind": .string(difference.kind),
            "key": .object(
              zip(key, difference.key).map { JSONValue.Member($0, .string($1)) }),
            "columns": .array(
              difference.values.map { value in
                [
                  "column": .string(value.column), "source": JSONValue(value.source),
                  "target": JSONValue(value.target),
                ]
              }),
          ]
        }),
      "remarks": list(remarks),
    ]
  }
}

extension VerifyReport.Sequence {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "equal": .bool(isEqual), "source": source?.json ?? .null,
      "target": target?.json ?? .null,
    ]
  }
}

extension VerifyReport.Position {
  fileprivate var json: JSONValue {
    ["lastValue": .string(lastValue), "isCalled": .bool(isCalled)]
  }
}

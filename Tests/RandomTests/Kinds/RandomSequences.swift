extension RandomKind {
  static let sequence = RandomKind(
    stem: "s", privileges: ["SELECT", "USAGE", "UPDATE"],
    make: { name, project, generator in
      var document = RandomDocument("s", name, key: "sequence")
      // Where a sequence stands is never touched, so the bounds have to hold it all the time.
      document.entries = [.init(key: "start", yaml: "20", isKept: true)]
      if generator.oneIn(3), let owner = ownable(project, &generator) {
        document.name.schema = owner.table.schema
        document.head = document.name.yaml("sequence")
        document.set(
          .init(
            key: "owned_by", yaml: quoted("\(owner.table.reference).\(written(owner.column))"),
            needs: [owner.column]))
      }
      return document
    },
    entry: { _, _, generator in
      let entry = generator.pick(options)
      return entry.flatMap { option in
        generator.pick(option.values).map { Entry(key: option.key, yaml: $0) }
      }
    })

  /// A table without an owner of its own, which its sequence would keep, with one of its columns.
  private static func ownable(
    _ project: RandomProject, _ generator: inout SeededGenerator
  ) -> (table: RandomName, column: String)? {
    guard
      let table = generator.pick(
        project.tables.filter { !$0.table.options.contains { $0.key == "owner" } })?.table,
      let column = generator.pick(table.columns)
    else { return nil }
    return (table.name, column.name)
  }

  private static let options: [(key: String, values: [String])] = [
    ("type", ["smallint", "integer", "bigint"]), ("increment", ["1", "2", "7"]),
    ("min", ["-5", "1", "20"]), ("max", ["20", "1000", "32000"]), ("cache", ["1", "10"]),
    ("cycle", ["true", "false"]), ("unlogged", ["true"]),
  ]
}

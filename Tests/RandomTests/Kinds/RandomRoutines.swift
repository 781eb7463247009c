extension RandomKind {
  /// Functions with keys of all sorts; those that columns and triggers need are of another kind.
  static let routine = RandomKind(
    stem: "fn", privileges: ["EXECUTE"], hasOwner: true,
    make: { name, _, generator in
      var document = RandomDocument("fn", name, key: "name")
      let forms = [
        ("integer", "SELECT 1"), ("SETOF bigint", "SELECT 1::bigint"),
        ("TABLE (a text, \"B c\" date)", "SELECT 'a'::text, CURRENT_DATE"),
        ("integer[]", "BEGIN ATOMIC SELECT ARRAY[1, 2]; END"),
      ]
      guard let form = generator.pick(forms) else { return nil }
      document.entries = [
        .init(key: "language", yaml: "sql", isKept: true),
        .init(key: "returns", yaml: quoted(form.0), isKept: true),
        .init(key: "body", yaml: quoted(form.1), isKept: true),
      ]
      return document
    },
    entry: { document, project, generator in
      if generator.oneIn(3) { return argument(&project, &generator) }
      return pick(from: routineOptions, &generator)
    })

  static let procedure = RandomKind(
    stem: "pr", privileges: ["EXECUTE"], hasOwner: true,
    make: { name, _, generator in
      var document = RandomDocument("pr", name, key: "procedure")
      document.entries = [
        .init(key: "language", yaml: "plpgsql", isKept: true),
        .init(key: "body", yaml: quoted("BEGIN NULL; END"), isKept: true),
      ]
      return document
    },
    entry: { _, project, generator in
      switch generator.number(below: 3) {
      case 0: argument(&project, &generator)
      case 1:
        Entry(
          key: "body", yaml: "|\n  BEGIN\n    -- {{x}} \(project.keys.count)\n  END", isKept: true)
      default: pick(from: [("security", ["definer"]), settings], &generator)
      }
    })

  static let aggregate = RandomKind(
    stem: "ag", privileges: ["EXECUTE"], hasOwner: true,
    make: { name, _, generator in
      var document = RandomDocument("ag", name, key: "aggregate")
      let isText = generator.oneIn(2)
      document.entries = [
        .init(
          key: "args", yaml: isText ? "{type: text}" : "{type: bigint}", isItem: true,
          isKept: true),
        .init(key: "sfunc", yaml: isText ? "textcat" : "int8pl", isKept: true),
        .init(key: "stype", yaml: isText ? "text" : "bigint", isKept: true),
      ]
      return document
    },
    entry: { document, _, generator in
      pick(
        from: [
          ("initcond", ["\"0\"", "\"1\""]), ("parallel", ["safe", "restricted"]),
          ("finalfunc_modify", ["shareable", "read_write"]), ("sspace", ["64"]),
        ], &generator)
    })

  static let eventFunction = RandomKind(
    stem: "ef", hasOwner: true,
    make: { name, _, _ in
      var document = RandomDocument("ef", name, key: "name")
      document.entries = [
        .init(key: "returns", yaml: "event_trigger", isKept: true),
        .init(key: "body", yaml: quoted("BEGIN NULL; END"), isKept: true),
      ]
      return document
    })

  static let eventTrigger = RandomKind(
    stem: "et",
    make: { name, project, generator in
      guard let function = project.pick("ef", &generator) else { return nil }
      var document = RandomDocument("et", name, key: "event_trigger")
      document.head = "event_trigger: \(quoted(name.name))\(token(name.name, .hintLine))"
      document.needs = [function.name.name]
      let event = generator.pick(["ddl_command_start", "ddl_command_end", "sql_drop"]) ?? ""
      document.entries = [
        .init(key: "event", yaml: event, isKept: true),
        .init(key: "function", yaml: quoted(function.name.reference), isKept: true),
      ]
      return document
    },
    entry: { _, _, generator in
      pick(
        from: [
          ("tags", ["[DROP TABLE]", "[DROP VIEW, DROP INDEX]"]),
          ("enabled", ["disabled", "always", "replica"]),
        ], &generator)
    })

  /// Returns one of the values of one of the keys.
  static func pick(
    from options: [(key: String, values: [String])], _ generator: inout SeededGenerator
  ) -> Entry? {
    guard let option = generator.pick(options), let value = generator.pick(option.values)
    else { return nil }
    return Entry(key: option.key, yaml: value)
  }

  /// Another argument makes another function.
  private static func argument(
    _ project: inout RandomProject, _ generator: inout SeededGenerator
  ) -> Entry? {
    let types = project.types().filter { $0.sample != "NULL" && $0.group != .serial }
    guard let type = generator.pick(types) else { return nil }
    let name = project.newName("a", &generator)
    return Entry(
      key: "args",
      yaml:
        "{name: \(quoted(name)), type: \(quoted(type.sql)), default: \(quoted(type.sample))}",
      isItem: true, needs: type.key.isEmpty ? [] : [type.key])
  }

  private static let settings = (
    key: "set",
    values: ["{search_path: [public, pg_temp]}", "{work_mem: 4MB, search_path: ''}"]
  )

  private static let routineOptions = [
    ("volatility", ["stable", "immutable"]), ("parallel", ["safe", "restricted"]),
    ("strict", ["true"]), ("leakproof", ["true"]), ("security", ["definer"]),
    ("cost", ["7", "1000"]), settings,
  ]
}

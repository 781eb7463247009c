/// A data type's name in the form that PostgreSQL's `format_type` prints.
public struct TypeName: Hashable, Sendable {
  /// The schema as written; empty for built-in types and unqualified ones.
  public var schema: String
  /// The type's name without modifiers: `character varying`, `timestamp with time zone`.
  public var name: String
  /// The modifiers with their parentheses: `(10,2)`; empty without.
  public var modifiers: String
  public var isArray: Bool
  /// Whether the name is one of SQL's own, which lives in pg_catalog.
  public var isBuiltIn: Bool

  /// Reads a type as a user writes it; aliases become PostgreSQL's names.
  public init(_ text: String) {
    var tokens = SQLLexer.tokens(of: text)[...]
    if tokens.first?.isWord("setof") == true { tokens.removeFirst() }
    self.init(schema: "", name: "", modifiers: "", isArray: false, isBuiltIn: false)
    takeArray(&tokens)
    readName(&tokens)
    finish()
  }

  /// Reads a type as `format_type` prints it with an empty search_path.
  ///
  /// What has no schema there is pg_catalog's, also where this list doesn't name it.
  public init(formatted text: String) {
    if TypeName.builtIns.contains(text) {
      self.init(schema: "", name: text, modifiers: "", isArray: false, isBuiltIn: true)
      return
    }
    self.init(text)
    if schema.isEmpty, name == quotedIdentifier(name) { isBuiltIn = true }
  }

  init(schema: String, name: String, modifiers: String, isArray: Bool, isBuiltIn: Bool) {
    self.schema = schema
    self.name = name
    self.modifiers = modifiers
    self.isArray = isArray
    self.isBuiltIn = isBuiltIn
  }

  /// The type as `format_type` prints it.
  public var sql: String {
    let base: String
    if isBuiltIn {
      base = modified(name)
    } else if schema.isEmpty {
      base = quotedIdentifier(name) + modifiers
    } else {
      base = "\(quotedIdentifier(schema)).\(quotedIdentifier(name))\(modifiers)"
    }
    return isArray ? base + "[]" : base
  }

  /// The type of an array's elements, or the type itself.
  public var element: TypeName {
    var copy = self
    copy.isArray = false
    return copy
  }

  /// A time type carries its precision before `with time zone`.
  private func modified(_ name: String) -> String {
    for stem in ["timestamp", "time"] where name.hasPrefix(stem + " ") {
      return stem + modifiers + name.dropFirst(stem.count)
    }
    return name + modifiers
  }

  private mutating func takeArray(_ tokens: inout ArraySlice<SQLToken>) {
    if let bracket = tokens.firstIndex(where: { $0.isPunctuation("[") }) {
      isArray = true
      tokens = tokens[..<bracket]
    }
    if tokens.last?.isWord("array") == true {
      isArray = true
      tokens.removeLast()
    }
  }

  private mutating func readName(_ tokens: inout ArraySlice<SQLToken>) {
    guard let first = tokens.popFirst(), let word = first.name else { return }
    if tokens.first?.isPunctuation(".") == true {
      tokens.removeFirst()
      schema = word
      let last = tokens.popFirst()
      name = last?.name ?? ""
      if schema == "pg_catalog" {
        schema = ""
        // Behind a schema `char` is the one-byte type, which prints as "char".
        isBuiltIn = name != "char"
        if isBuiltIn { name = TypeName.aliases[name] ?? name }
      }
    } else {
      name = word
      if first.kind == .quotedIdentifier { return takeModifiers(&tokens) }
      var words = [word]
      takeModifiers(&tokens)
      while let next = tokens.first, next.kind == .word {
        words.append(next.text)
        tokens.removeFirst()
        if modifiers.isEmpty { takeModifiers(&tokens) }
      }
      let joined = words.joined(separator: " ")
      name = TypeName.aliases[joined] ?? joined
      isBuiltIn = TypeName.builtIns.contains(name) || words.count > 1
    }
    takeModifiers(&tokens)
  }

  private mutating func takeModifiers(_ tokens: inout ArraySlice<SQLToken>) {
    guard tokens.first?.isPunctuation("(") == true else { return }
    guard let close = tokens.firstIndex(where: { $0.isPunctuation(")") }) else { return }
    let inner = tokens[tokens.startIndex...close].map { token in
      token.kind == .string ? quotedLiteral(token.text) : token.text
    }
    modifiers = inner.joined()
    tokens = tokens[(close + 1)...]
  }

  /// What the grammar fills in: `char` is `character(1)`, `numeric(5)` is `numeric(5,0)`.
  private mutating func finish() {
    guard isBuiltIn else { return }
    switch (name, modifiers) {
    case ("character", ""): modifiers = "(1)"
    case ("bit", ""): modifiers = "(1)"
    case ("float", _):
      let precision = Int(modifiers.dropFirst().dropLast()) ?? 53
      name = precision <= 24 ? "real" : "double precision"
      modifiers = ""
    case ("numeric", _) where !modifiers.isEmpty && !modifiers.contains(","):
      modifiers = modifiers.dropLast() + ",0)"
    default: break
    }
  }

  static let aliases: [String: String] = [
    "int": "integer", "int4": "integer", "int2": "smallint", "int8": "bigint",
    "bool": "boolean", "float4": "real", "float8": "double precision", "dec": "numeric",
    "decimal": "numeric", "varchar": "character varying", "char varying": "character varying",
    "national character varying": "character varying", "nchar varying": "character varying",
    "char": "character", "nchar": "character", "national character": "character",
    "national char": "character", "varbit": "bit varying",
    "timestamptz": "timestamp with time zone", "timestamp": "timestamp without time zone",
    "timetz": "time with time zone", "time": "time without time zone",
  ]

  static let builtIns: Set<String> = [
    "integer", "smallint", "bigint", "boolean", "real", "double precision", "numeric",
    "character varying", "character", "bit varying", "bit", "timestamp with time zone",
    "timestamp without time zone", "time with time zone", "time without time zone", "float",
    "text", "bytea", "uuid", "json", "jsonb", "jsonpath", "xml", "date", "interval", "inet",
    "cidr", "macaddr", "macaddr8", "money", "point", "line", "lseg", "box", "path", "polygon",
    "circle", "tsvector", "tsquery", "oid", "name", "bpchar", "regclass", "regproc",
    "regprocedure", "regoper", "regoperator", "regtype", "regrole", "regnamespace",
    "regconfig", "regdictionary", "regcollation", "pg_lsn", "pg_snapshot", "txid_snapshot",
    "xid", "xid8", "cid", "tid", "int4range", "int8range", "numrange", "tsrange", "tstzrange",
    "daterange", "int4multirange", "int8multirange", "nummultirange", "tsmultirange",
    "tstzmultirange", "datemultirange", "void", "record", "trigger", "event_trigger",
    "language_handler", "fdw_handler", "index_am_handler", "table_am_handler", "tsm_handler",
    "internal", "cstring", "refcursor", "int2vector", "oidvector", "aclitem", "anyelement",
    "anyarray", "anynonarray", "anyenum", "anyrange", "anymultirange", "anycompatible",
    "anycompatiblearray", "anycompatiblenonarray", "anycompatiblerange",
    "anycompatiblemultirange", "any", "pg_node_tree", "pg_ddl_command", "unknown", "gtsvector",
  ]
}

extension TypeName: CustomStringConvertible {
  public var description: String { sql }
}

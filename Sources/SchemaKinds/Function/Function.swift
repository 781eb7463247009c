public import SQLText
public import SchemaCore

/// A function or procedure of one set of argument types.
public struct Function: SchemaObject {
  /// An argument, an OUT column, or a column of `RETURNS TABLE`.
  public struct Argument: Hashable, Sendable {
    /// How a value goes in or out.
    public enum Mode: String, Hashable, Sendable {
      case input = "IN"
      case output = "OUT"
      case inputOutput = "INOUT"
      case variadic = "VARIADIC"
      /// A column of `RETURNS TABLE`.
      case table = "TABLE"
    }

    public var mode: Mode
    /// The name; empty for an unnamed one.
    public var name: String
    public var type: TypeName
    /// Whether `Function.defaults` has an expression for it.
    public var hasDefault: Bool

    /// Creates an argument.
    public init(
      mode: Mode = .input, name: String, type: TypeName, hasDefault: Bool = false
    ) {
      self.mode = mode
      self.name = name
      self.type = type
      self.hasDefault = hasDefault
    }

    var isInput: Bool { mode != .output && mode != .table }
    var isOutput: Bool { mode == .output || mode == .inputOutput || mode == .table }
  }

  /// What a function's result depends on beside its arguments.
  public enum Volatility: String, Hashable, Sendable, CaseIterable {
    case volatile, stable, immutable
  }

  /// Whether parallel workers may run a function.
  public enum Parallel: String, Hashable, Sendable, CaseIterable {
    case unsafe, restricted, safe
  }

  public var name: QualifiedName
  /// All arguments in order, OUT columns and those of `RETURNS TABLE` among them.
  public var arguments: [Argument]
  /// The default expressions, joined by commas as `pg_get_expr` prints them.
  public var defaults = ""
  public var result: TypeName
  public var returnsSet = false
  public var language: String
  /// The body as the language reads it; for language C the object file.
  public var body = ""
  /// The C function in the object file; empty for other languages.
  public var linkSymbol = ""
  /// A body in SQL's own syntax (`BEGIN ATOMIC`, `RETURN`); empty where `body` is a text.
  public var sqlBody = ""
  /// Whether it is called by CALL and has no result.
  public var isProcedure = false
  public var isWindow = false
  public var isSecurityDefiner = false
  public var volatility = Volatility.volatile
  public var parallel = Parallel.unsafe
  /// Whether it is null for any null argument without being called.
  public var isStrict = false
  public var isLeakproof = false
  /// The estimated cost of a call, in units of `cpu_operator_cost`.
  public var cost: Double
  /// The estimated number of rows; 0 for functions that return no set.
  public var rows: Double
  /// The planner support function; nil without.
  public var support: QualifiedName?
  /// The types whose transforms its language applies.
  public var transforms: [TypeName] = []
  /// Settings during a call by lower-case name, lists with their elements quoted.
  public var configuration: [String: String] = [:]

  /// Creates a function with PostgreSQL's defaults for everything else.
  public init(
    name: QualifiedName, arguments: [Argument], result: TypeName, returnsSet: Bool = false,
    language: String
  ) {
    self.name = name
    self.arguments = arguments
    self.result = result
    self.returnsSet = returnsSet
    self.language = language
    cost = Function.defaultCost(of: language)
    rows = returnsSet ? 1000 : 0
  }

  public var id: ObjectID {
    ObjectID(
      isProcedure ? .procedure : .function, schema: name.schema, name.name, member: signature)
  }

  /// The canonical default list, then the canonical body in SQL's own syntax.
  public var expressions: [String] {
    get { [defaults, sqlBody] }
    set {
      defaults = newValue[0]
      sqlBody = newValue[1]
    }
  }

  /// The arguments of a call, in order.
  public var inputs: [Argument] { arguments.filter(\.isInput) }

  /// The columns of the result, for functions with OUT arguments and `RETURNS TABLE`.
  var outputs: [Argument] { arguments.filter(\.isOutput) }

  /// The argument types in parentheses, without schemas: what tells overloads apart.
  private var signature: String {
    let types = inputs.map { argument in
      var type = argument.type
      type.schema = ""
      return type.sql
    }
    return "(\(types.joined(separator: ", ")))"
  }

  /// What PostgreSQL assumes where no cost is given (`ProcedureCreate`).
  static func defaultCost(of language: String) -> Double {
    language == "internal" || language == "c" ? 1 : 100
  }
}

extension TypeName {
  /// The type as a function's signature keeps it: without modifiers.
  var ofArgument: TypeName {
    var copy = self
    copy.modifiers = ""
    if copy.isBuiltIn {
      if copy.name.utf8.starts(with: "interval ".utf8) { copy.name = "interval" }
      if copy.name == "bpchar" { copy.name = "character" }
      // The pseudo-type is written in quotes: ANY is a key word.
      if copy.name == "any" { copy.isBuiltIn = false }
    }
    return copy
  }
}

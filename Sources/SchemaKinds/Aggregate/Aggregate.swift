public import SQLText
public import SchemaCore

/// An aggregate of one set of argument types.
public struct Aggregate: SchemaObject {
  /// How it takes its input (`pg_aggregate.aggkind`).
  public enum Form: String, Hashable, Sendable {
    case normal = "n"
    case orderedSet = "o"
    case hypothetical = "h"
  }

  public var name: QualifiedName
  public var form = Form.normal
  /// The arguments; of ordered-set aggregates those before ORDER BY.
  public var arguments: [Function.Argument]
  /// The arguments behind ORDER BY of ordered-set aggregates.
  public var orderedArguments: [Function.Argument] = []
  /// The support functions by CREATE AGGREGATE's names of them, in lower case.
  public var functions: [String: QualifiedName] = [:]
  /// The state types, `stype` and `mstype`.
  public var types: [String: TypeName] = [:]
  /// All other parameters; what has its default is left out.
  public var parameters: [String: String] = [:]
  /// The operator that sorts like it, for `min` and `max`; nil without.
  public var sortOperator: QualifiedName?

  /// Creates an aggregate.
  public init(name: QualifiedName, arguments: [Function.Argument]) {
    self.name = name
    self.arguments = arguments
  }

  public var id: ObjectID {
    let types = inputs.map { argument in
      var type = argument.type
      type.schema = ""
      return type.sql
    }
    return ObjectID(
      .aggregate, schema: name.schema, name.name, member: "(\(types.joined(separator: ", ")))")
  }

  public var references: [Reference] {
    functions.values.sorted().map(Reference.routine)
      + (inputs.map(\.type) + types.keys.sorted().compactMap { types[$0] })
      .flatMap(Reference.found(inType:))
  }

  /// The arguments as `pg_proc` has them: a variadic one on both sides of ORDER BY counts once.
  var inputs: [Function.Argument] {
    sharesVariadic ? arguments : arguments + orderedArguments
  }

  private var sharesVariadic: Bool {
    guard let last = arguments.last, last.mode == .variadic else { return false }
    return orderedArguments.count == 1 && orderedArguments.first?.type == last.type
  }

  static let functionKeys = [
    "sfunc", "finalfunc", "combinefunc", "serialfunc", "deserialfunc", "msfunc", "minvfunc",
    "mfinalfunc",
  ]
  static let typeKeys = ["stype", "mstype"]
  static let sizeKeys = ["sspace", "msspace"]
  static let flagKeys = ["finalfunc_extra", "mfinalfunc_extra"]
  static let modifyKeys = ["finalfunc_modify", "mfinalfunc_modify"]
  static let conditionKeys = ["initcond", "minitcond"]

  /// What PostgreSQL assumes of a final function (`DefineAggregate`).
  var defaultModification: String { form == .normal ? "read_only" : "read_write" }
}

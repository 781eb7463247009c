public import SQLText
public import SchemaCore

/// A conversion from one type to another.
public struct Cast: SchemaObject {
  /// How values are converted.
  public enum Method: Hashable, Sendable {
    case function(RoutineName)
    /// Through the text forms of both types.
    case textual
    /// Both types are stored alike.
    case binary
  }

  /// Where the conversion is made without being written.
  public enum Context: String, Hashable, Sendable, CaseIterable {
    case explicit, assignment, implicit
  }

  public var source: TypeName
  public var target: TypeName
  public var method: Method
  public var context = Context.explicit

  /// Creates an explicit cast.
  public init(from source: TypeName, to target: TypeName, method: Method) {
    self.source = source
    self.target = target
    self.method = method
  }

  /// A cast has no name; it counts to the schema of its target, or of its source.
  public var id: ObjectID {
    ObjectID(
      .cast, schema: target.schema.isEmpty ? source.schema : target.schema,
      "\(source.sql) AS \(target.sql)")
  }

  public var references: [Reference] {
    let types = Reference.found(inType: source) + Reference.found(inType: target)
    guard case .function(let function) = method else { return types }
    return types + [.routine(function.name)]
  }
}

public import SchemaCore

/// A foreign server.
public struct ForeignServer: SchemaObject {
  public var name: String
  /// The foreign data wrapper, of the project or of an extension.
  public var wrapper: String
  /// The type as the wrapper understands it; empty without.
  public var type = ""
  /// The version as the wrapper understands it; empty without.
  public var version = ""
  public var options: [String: String] = [:]

  /// Creates a foreign server.
  public init(name: String, wrapper: String) {
    self.name = name
    self.wrapper = wrapper
  }

  public var id: ObjectID { ForeignServer.id(name) }
  /// The wrapper may come with an extension of its name, as all of contrib's do.
  public var references: [Reference] {
    [.object(ForeignDataWrapper.id(wrapper)), .object(ObjectID(.extension, wrapper))]
  }

  /// Returns the identity of a foreign server.
  public static func id(_ name: String) -> ObjectID { ObjectID(.server, name) }
}

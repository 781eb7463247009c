/// A live object that the tool doesn't know, and so neither compares nor writes.
public struct UnmanagedItem: Sendable, Hashable {
  /// PostgreSQL's word for what it is.
  public var type: String
  public var name: String

  /// Creates an item.
  public init(type: String, name: String) {
    self.type = type
    self.name = name
  }

  var json: JSONValue { ["type": .string(type), "name": .string(name)] }

  /// `operator family public.ops`.
  var line: String { printable("\(type) \(name)") }
}

extension JSONValue {
  /// Returns the object with the member `unmanaged`, without it where nobody has asked.
  func adding(unmanaged: [UnmanagedItem]?) -> JSONValue {
    guard let unmanaged, case .object(let members) = self else { return self }
    return .object(members + [.init("unmanaged", .array(unmanaged.map(\.json)))])
  }
}

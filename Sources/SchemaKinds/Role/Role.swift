public import SchemaCore

/// A role of the cluster, without its password and without what it may do.
public struct Role: SchemaObject {
  /// What a role document says about one attribute.
  public enum Setting<Value: Hashable & Sendable>: Hashable, Sendable {
    /// The key isn't written: whatever is live stays.
    case leftAsIs
    case set(Value)

    /// The value, nil where it is left as it is.
    public var value: Value? {
      if case .set(let value) = self { value } else { nil }
    }
  }

  public var name: String
  public var login = Setting<Bool>.leftAsIs
  public var superuser = Setting<Bool>.leftAsIs
  public var createdb = Setting<Bool>.leftAsIs
  public var createrole = Setting<Bool>.leftAsIs
  public var inherit = Setting<Bool>.leftAsIs
  public var bypassrls = Setting<Bool>.leftAsIs
  public var replication = Setting<Bool>.leftAsIs
  /// How many sessions it may have at once; -1 is without limit.
  public var connectionLimit = Setting<Int>.leftAsIs
  /// Until when its password is good; empty for no end.
  public var validUntil = Setting<String>.leftAsIs
  private var memberships = Incidental(false)

  /// Creates a role of which everything is left as it is.
  public init(name: String) { self.name = name }

  public var id: ObjectID { Role.id(name) }

  /// The moment, which the server spells in its own way.
  public var expressions: [String] {
    get { [validUntil.value ?? ""] }
    set { if validUntil != .leftAsIs { validUntil = .set(newValue[0]) } }
  }

  /// Whether the document writes `member_of`, so that other memberships are revoked.
  public var managesMemberships: Bool {
    get { memberships.value }
    set { memberships.value = newValue }
  }

  /// Returns the identity of a role.
  public static func id(_ name: String) -> ObjectID { ObjectID(.role, name) }
}

extension Role {
  /// An attribute that is either there or not, as YAML and as SQL spell it.
  struct Attribute: Sendable {
    var key: String
    /// The SQL key word; `NO` before it takes the attribute away.
    var word: String
    /// What CREATE ROLE gives a role without a word.
    var isDefault: Bool
    var path: any WritableKeyPath<Role, Setting<Bool>> & Sendable
  }

  static let attributes = [
    Attribute(key: "login", word: "LOGIN", isDefault: false, path: \.login),
    Attribute(key: "superuser", word: "SUPERUSER", isDefault: false, path: \.superuser),
    Attribute(key: "createdb", word: "CREATEDB", isDefault: false, path: \.createdb),
    Attribute(key: "createrole", word: "CREATEROLE", isDefault: false, path: \.createrole),
    Attribute(key: "inherit", word: "INHERIT", isDefault: true, path: \.inherit),
    Attribute(key: "bypassrls", word: "BYPASSRLS", isDefault: false, path: \.bypassrls),
    Attribute(key: "replication", word: "REPLICATION", isDefault: false, path: \.replication),
  ]

  static let unlimitedConnections = -1
}

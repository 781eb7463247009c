import SQLText

/// What statements about access and comments call the objects of a kind.
public struct Access: Sendable {
  /// The noun in `ALTER <noun> ... OWNER TO` and `COMMENT ON <noun>`: `MATERIALIZED VIEW`.
  public var noun: String
  /// Whether the objects have owners of their own.
  public var hasOwner: Bool
  /// The privileges on the objects; nil where PostgreSQL has none.
  public var privileges: PrivilegeClass?
  /// Writes an object's name as the statements do.
  public var name: @Sendable (ObjectID) -> String

  /// Creates the words of a kind.
  public init(
    _ noun: String, hasOwner: Bool = true, privileges: PrivilegeClass? = nil,
    name: @escaping @Sendable (ObjectID) -> String = { $0.sql }
  ) {
    self.noun = noun
    self.hasOwner = hasOwner
    self.privileges = privileges
    self.name = name
  }

  /// Returns the noun and the name of an object: `TYPE public.address`.
  public func sql(_ object: ObjectID) -> String { "\(noun) \(name(object))" }
}

/// The privileges on objects of one of PostgreSQL's classes (manual, section 5.7).
public struct PrivilegeClass: Hashable, Sendable {
  /// The word in the operations' names: `grant_table`.
  public var word: String
  /// The noun in `GRANT ... ON <noun>`.
  public var noun: String
  /// How PostgreSQL's `acldefault` calls the class.
  public var letter: String
  private var all: Set<String>
  /// What PUBLIC may do with a new object.
  public var ofPublic: Set<String>

  private init(
    _ word: String, _ noun: String, _ letter: String, _ all: Set<String>,
    ofPublic: Set<String> = []
  ) {
    self.word = word
    self.noun = noun
    self.letter = letter
    self.all = all
    self.ofPublic = ofPublic
  }

  /// Returns the privileges that a server knows; MAINTAIN came with PostgreSQL 17.
  public func privileges(serverVersion: Int) -> Set<String> {
    self == .relation && serverVersion >= 170_000 ? all.union(["MAINTAIN"]) : all
  }

  /// Tables of all kinds and views.
  public static let relation = PrivilegeClass(
    "table", "TABLE", "r",
    ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"])
  public static let sequence = PrivilegeClass(
    "sequence", "SEQUENCE", "s", ["USAGE", "SELECT", "UPDATE"])
  public static let function = PrivilegeClass(
    "function", "FUNCTION", "f", ["EXECUTE"], ofPublic: ["EXECUTE"])
  /// Procedures, or routines of which the identity doesn't tell what they are.
  public static let routine = PrivilegeClass(
    "function", "ROUTINE", "f", ["EXECUTE"], ofPublic: ["EXECUTE"])
  public static let schema = PrivilegeClass("schema", "SCHEMA", "n", ["USAGE", "CREATE"])
  /// Types and domains.
  public static let type = PrivilegeClass("type", "TYPE", "T", ["USAGE"], ofPublic: ["USAGE"])
  public static let language = PrivilegeClass(
    "language", "LANGUAGE", "l", ["USAGE"], ofPublic: ["USAGE"])
  public static let foreignDataWrapper = PrivilegeClass(
    "foreign_data_wrapper", "FOREIGN DATA WRAPPER", "F", ["USAGE"])
  public static let foreignServer = PrivilegeClass(
    "foreign_server", "FOREIGN SERVER", "S", ["USAGE"])
}

extension ObjectID {
  /// The object's name as statements about it write it: a routine with its argument types.
  public var sql: String {
    qualifiedName.sql + (member.hasPrefix("(") ? member : "")
  }
}

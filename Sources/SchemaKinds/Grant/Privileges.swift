import SchemaCore

/// Which privileges there are on what (manual, section 5.7).
enum Privileges {
  static let all = "ALL"

  /// All names in the order in which statements list them.
  static let names = [
    "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN",
    "USAGE", "CREATE", "EXECUTE",
  ]

  /// Returns the class of privileges that a kind says its objects have.
  static func privilegeClass(of kind: KindID) -> PrivilegeClass? {
    kind == .sequence ? .sequence : KindRegistry.kinds[kind]?.access?.privileges
  }

  /// Returns the privileges on an object or on a column of it.
  static func available(
    on kind: KindID, column: String?, serverVersion: Int
  ) -> Set<String> {
    if column != nil { return ["SELECT", "INSERT", "UPDATE", "REFERENCES"] }
    return privilegeClass(of: kind)?.privileges(serverVersion: serverVersion) ?? []
  }

  /// Returns privileges with `ALL` written out.
  static func expanded(
    _ privileges: Set<String>, on kind: KindID, column: String?, serverVersion: Int
  ) -> Set<String> {
    guard privileges.contains(all) else { return privileges }
    return available(on: kind, column: column, serverVersion: serverVersion)
  }

  /// Returns privileges in the order in which statements list them.
  static func ordered(_ privileges: Set<String>) -> [String] {
    names.filter(privileges.contains) + privileges.subtracting(names).sorted()
  }
}

extension ObjectID {
  /// Whether it stands for the sequence of a column, whatever that is called.
  var isColumnSequence: Bool { kind == .sequence && !member.isEmpty }
}

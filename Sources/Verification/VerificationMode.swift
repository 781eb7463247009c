/// How rows are made into numbers that can be added up and compared.
public enum VerificationMode: String, Sendable, Hashable, CaseIterable {
  /// The server's own hashes of the values: servers of one kind, byte order and encoding.
  case fast
  /// The hash of the values' texts: servers of one byte order and encoding.
  case portable
  /// SHA-256 of the values' texts in UTF-8: any two servers.
  case strict

  /// What the mode takes for equal or different, where one could think otherwise.
  public var remark: String {
    switch self {
    case .fast:
      """
      values that PostgreSQL calls equal are equal: numeric 1.0 and 1.00, 0 and -0 of \
      floating point
      """
    case .portable, .strict:
      "values are compared by their texts: numeric 1.0 and 1.00, 0 and -0 are different"
    }
  }

  /// The next mode that asks less of the servers; nil after the last.
  var fallback: VerificationMode? {
    switch self {
    case .fast: .portable
    case .portable: .strict
    case .strict: nil
    }
  }
}

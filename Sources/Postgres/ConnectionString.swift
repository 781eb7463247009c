internal import CLibPQ

/// A libpq connection string whose password shows only in ``text`` and ``parsed()``.
///
/// A URI, keyword/value pairs, or empty for libpq's own PG* variables, service and password file.
public struct ConnectionString: Sendable, Hashable {
  /// The whole text with its password; never to be printed.
  public let text: String

  /// Creates a connection string from any text; a malformed one fails in ``parsed()``.
  public init(_ text: String) {
    self.text = text
  }

  /// Returns the options that the text sets, the password among them, as libpq reads them.
  ///
  /// - Throws: An error whose message quotes no part of the text that could be a password.
  public func parsed() throws(PostgresError) -> [String: String] {
    guard !text.hasNullByte else {
      throw PostgresError(message: "invalid connection string: it contains a null byte")
    }
    var reason: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(text, &reason) else {
      let message = reason.map { String(cString: $0) } ?? "out of memory"
      PQfreemem(reason)
      throw PostgresError(
        message: "invalid connection string: "
          + Redaction.withoutQuotedParts(message).withoutTrailingSpace)
    }
    defer { PQconninfoFree(options) }
    return ConnectionOptions.values(in: options)
  }

  /// Returns the same target with another database.
  public func withDatabase(_ name: String) -> ConnectionString {
    let bytes = Array(text.utf8)
    guard let start = Redaction.startOfURI(bytes) else {
      let quoted = ConnectionOptions.quoted(name)
      return ConnectionString(text.isEmpty ? "dbname=\(quoted)" : "\(text) dbname=\(quoted)")
    }
    // libpq reads options from left to right, the query after the path, and the last one wins.
    let query = Redaction.startOfQuery(bytes, from: start)
    let separator =
      switch query {
      case nil: "?"
      case bytes.count - 1: ""
      default: "&"
      }
    return ConnectionString("\(text)\(separator)dbname=\(ConnectionOptions.percentEncoded(name))")
  }
}

extension ConnectionString: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The text with `***` in place of the password and of whatever could be one.
  public var description: String {
    Redaction.redacted(text)
  }

  /// The same as ``description``.
  public var debugDescription: String {
    description
  }

  /// A mirror without children, so that `dump` shows no password either.
  public var customMirror: Mirror {
    Mirror(self, children: [])
  }

  /// Returns the message of a failed connection without what could be the password.
  func redacting(_ message: String) -> String {
    var message = message
    if Redaction.isAmbiguous(self) {
      message = Redaction.withoutQuotedParts(message)
    }
    let password = (try? parsed())?["password"] ?? ""
    // Shorter ones would blank out letters everywhere, and libpq never prints a password itself.
    return password.utf8.count < 4 ? message : Redaction.replacing(password, in: message)
  }
}

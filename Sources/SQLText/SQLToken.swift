/// A piece of SQL text as PostgreSQL's scanner cuts it (manual, section 4.1).
public struct SQLToken: Hashable, Sendable {
  /// What a token is.
  public enum Kind: Hashable, Sendable {
    /// An unquoted word; `text` is in lower case.
    case word
    /// A quoted identifier; `text` is the name without its quotes.
    case quotedIdentifier
    /// A string constant of any form; `text` is the value, escapes undone for plain ones.
    case string
    /// A constant with a prefix that changes its meaning (`E''`, `B''`, `X''`, `U&''`).
    case prefixedString
    case number
    case parameter
    case `operator`
    /// One of `( ) [ ] , ; . : ::`.
    case punctuation
  }

  public var kind: Kind
  public var text: String
  /// The token's bytes in the text it was cut from.
  public var range: Range<Int>

  /// Creates a token.
  public init(_ kind: Kind, _ text: String, _ range: Range<Int>) {
    self.kind = kind
    self.text = text
    self.range = range
  }

  /// The name where the token can be one, nil for others.
  public var name: String? {
    kind == .word || kind == .quotedIdentifier ? text : nil
  }

  /// Returns whether the token is a given word.
  public func isWord(_ word: String) -> Bool { kind == .word && text == word }

  /// Returns whether the token is a given punctuation mark.
  public func isPunctuation(_ mark: String) -> Bool { kind == .punctuation && text == mark }
}

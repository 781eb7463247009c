import SQLText
import SourceText

/// A script cut into its statements, so that each failure has a place in the file.
///
/// The rules are psql's: a semicolon ends a statement outside parentheses, and outside the
/// BEGIN ATOMIC body of a function.
struct ScriptStatements {
  struct Statement: Equatable {
    var text: String
    /// The statement's bytes in the script.
    var range: Range<Int>
    var isTransactionControl: Bool
  }

  private(set) var statements: [Statement] = []
  private let bytes: [UInt8]

  init(_ text: String) {
    bytes = Array(text.utf8)
    var lexer = SQLLexer(text)
    var tokens: [SQLToken] = []
    var depth = StatementDepth()
    while let token = lexer.next() {
      if token.isPunctuation(";"), depth.isOutermost {
        append(tokens)
        tokens = []
        depth = StatementDepth()
      } else {
        depth.take(token)
        tokens.append(token)
      }
    }
    append(tokens)
  }

  private mutating func append(_ tokens: [SQLToken]) {
    guard let first = tokens.first, let last = tokens.last else { return }
    let range = first.range.lowerBound..<last.range.upperBound
    statements.append(
      Statement(
        text: String(decoding: bytes[range], as: UTF8.self), range: range,
        isTransactionControl: isTransactionControl(tokens)))
  }

  /// Whether a statement would begin or end a transaction; savepoints are no harm.
  private func isTransactionControl(_ tokens: [SQLToken]) -> Bool {
    let words = tokens.prefix(3).map { $0.kind == .word ? $0.text : "" }
    let second = words.count > 1 ? words[1] : ""
    switch words[0] {
    case "begin", "commit", "end", "abort": return true
    case "rollback": return !words.dropFirst().contains("to")
    case "start", "prepare": return second == "transaction"
    default: return false
    }
  }

  /// Returns the line and column of a place in a statement.
  ///
  /// - Parameter scalar: counted from 1, in Unicode scalars; nil for the statement's start.
  func position(of scalar: Int?, in statement: Statement) -> SourcePosition {
    var position = SourcePosition(line: 1, column: 1)
    var left = (scalar ?? 1) - 1
    for (index, byte) in bytes.enumerated() {
      let isScalarStart = byte & 0xC0 != 0x80
      guard isScalarStart else { continue }
      if index >= statement.range.lowerBound {
        if left == 0 { break }
        left -= 1
      }
      if byte == UInt8(ascii: "\n") {
        position = SourcePosition(line: position.line + 1, column: 1)
      } else {
        position.column += 1
      }
    }
    return position
  }
}

/// How deep in parentheses and BEGIN ATOMIC bodies a statement is.
private struct StatementDepth {
  private var parentheses = 0
  private var blocks = 0
  private var firstWords: [String] = []

  var isOutermost: Bool { parentheses == 0 && blocks == 0 }

  mutating func take(_ token: SQLToken) {
    if token.isPunctuation("(") { parentheses += 1 }
    if token.isPunctuation(")"), parentheses > 0 { parentheses -= 1 }
    guard token.kind == .word else { return }
    if firstWords.count < 4 { firstWords.append(token.text) }
    guard parentheses == 0, isRoutine else { return }
    switch token.text {
    case "begin": blocks += 1
    case "case" where blocks > 0: blocks += 1
    case "end" where blocks > 0: blocks -= 1
    default: break
    }
  }

  /// Whether the statement is CREATE [OR REPLACE] FUNCTION or PROCEDURE.
  private var isRoutine: Bool {
    guard firstWords.first == "create" else { return false }
    let rest = firstWords.dropFirst()
    let noun = rest.starts(with: ["or", "replace"]) ? rest.dropFirst(2).first : rest.first
    return noun == "function" || noun == "procedure"
  }
}

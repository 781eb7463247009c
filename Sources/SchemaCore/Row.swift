/// The rows of a query's answer, all values as text.
public protocol RowStorage: Sendable {
  /// Returns a value, nil for NULL; both counted from 0.
  func value(_ row: Int, _ column: Int) -> String?
}

/// One row of a catalog query's answer; columns are counted from 0.
public struct Row: Sendable {
  private let storage: any RowStorage
  private let index: Int

  /// Creates a view of one row.
  public init(_ storage: any RowStorage, _ index: Int) {
    self.storage = storage
    self.index = index
  }

  /// Returns a value, nil for NULL.
  public func optional(_ column: Int) -> String? { storage.value(index, column) }

  /// Returns a value, the empty text for NULL.
  public func text(_ column: Int) -> String { storage.value(index, column) ?? "" }

  /// Returns whether the value is PostgreSQL's `t`.
  public func bool(_ column: Int) -> Bool { storage.value(index, column) == "t" }

  /// Returns a whole number, 0 for NULL.
  public func int(_ column: Int) -> Int { storage.value(index, column).flatMap { Int($0) } ?? 0 }

  /// Returns the elements of a one-dimensional text array, empty for NULL.
  ///
  /// NULL elements are empty texts (manual, section 8.15.6).
  public func array(_ column: Int) -> [String] {
    storage.value(index, column).map(arrayElements) ?? []
  }
}

/// Splits PostgreSQL's array output (`{a,"b c"}`) into its elements.
func arrayElements(_ text: String) -> [String] {
  var elements: [String] = []
  var current = ""
  var isQuoted = false
  var wasQuoted = false
  var scalars = text.unicodeScalars.dropFirst().dropLast()
  while let scalar = scalars.popFirst() {
    switch scalar {
    case "\\": if let next = scalars.popFirst() { current.unicodeScalars.append(next) }
    case "\"":
      isQuoted.toggle()
      wasQuoted = true
    case "," where !isQuoted:
      elements.append(current == "NULL" && !wasQuoted ? "" : current)
      current = ""
      wasQuoted = false
    default: current.unicodeScalars.append(scalar)
    }
  }
  if !current.isEmpty || wasQuoted || !elements.isEmpty {
    elements.append(current == "NULL" && !wasQuoted ? "" : current)
  }
  return elements
}

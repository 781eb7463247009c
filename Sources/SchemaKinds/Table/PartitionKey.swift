import SQLText
import SchemaCore

extension Table {
  /// How a partitioned table divides its rows.
  public struct PartitionKey: Hashable, Sendable {
    /// A column or an expression by which rows are divided.
    public struct Part: Hashable, Sendable {
      /// The column's name; empty for an expression.
      public var column = ""
      public var expression = ""
      /// The collation as SQL names it; empty for that of the column or expression.
      public var collation = ""
      /// The operator class as SQL names it; empty for the type's default.
      public var operatorClass = ""

      /// Creates a part.
      public init(column: String = "", expression: String = "") {
        self.column = column
        self.expression = expression
      }

      var sql: String {
        var text =
          column.isEmpty ? ConstraintSQL.parenthesized(expression) : quotedIdentifier(column)
        if !collation.isEmpty { text += " COLLATE \(collation)" }
        return operatorClass.isEmpty ? text : "\(text) \(operatorClass)"
      }
    }

    /// `range`, `list` or `hash`.
    public var strategy: String
    /// The key as PARTITION BY takes it: `RANGE (at, lower(name))`.
    public var definition: String
    private var written: Incidental<[Part]>

    /// Creates a partition key; the server's own definition is given for a live one.
    public init(strategy: String, parts: [Part], definition: String? = nil) {
      self.strategy = strategy
      self.definition =
        definition
        ?? "\(strategy.uppercased()) (\(parts.map(\.sql).joined(separator: ", ")))"
      written = Incidental(parts)
    }

    /// Creates the key of columns.
    public init(strategy: String, columns: [String]) {
      self.init(strategy: strategy, parts: columns.map { Part(column: $0) })
    }

    public var parts: [Part] { written.value }

    /// Renames the columns by which a table is divided; its definition is an expression.
    mutating func renameParts(of table: QualifiedName, by names: Renaming) {
      for index in written.value.indices {
        let part = written.value[index]
        if !part.column.isEmpty {
          written.value[index].column = names.column(part.column, of: table)
        }
        written.value[index].expression = names.text(
          part.expression, from: table.schema, over: table)
      }
    }

    /// The columns in order; an empty name stands for an expression.
    public var columns: [String] { parts.map(\.column) }
  }
}

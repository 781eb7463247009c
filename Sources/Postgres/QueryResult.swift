internal import CLibPQ

/// The rows of one statement, read in place from libpq's buffer.
public struct QueryResult: Sendable {
  private let storage: Storage
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int

  /// Takes over the result, which is freed with the last copy of this value.
  init(_ result: OpaquePointer) {
    storage = Storage(result)
    rowCount = Int(PQntuples(result))
    columnCount = Int(PQnfields(result))
  }

  /// The names of the columns, in order.
  public var columnNames: [String] {
    (0..<Int32(columnCount)).map { column in
      PQfname(storage.result, column).map { String(cString: $0) } ?? ""
    }
  }

  /// What the server calls the command, such as `INSERT 0 3`; empty for an empty query.
  public var commandTag: String {
    PQcmdStatus(storage.result).map { String(cString: $0) } ?? ""
  }

  /// The number of rows inserted, updated, deleted, selected or moved; nil for other commands.
  public var affectedRows: Int? {
    PQcmdTuples(storage.result).flatMap { Int(String(cString: $0)) }
  }

  /// Returns whether the value is NULL.
  public func isNull(_ row: Int, _ column: Int) -> Bool {
    check(row, column)
    return PQgetisnull(storage.result, Int32(row), Int32(column)) == 1
  }

  /// The value in text format; nil is NULL.
  public subscript(_ row: Int, _ column: Int) -> String? {
    withUTF8Bytes(row, column) { String(decoding: $0, as: UTF8.self) }
  }

  /// Calls the body with the value's bytes, which end with the call; returns nil for NULL.
  public func withUTF8Bytes<R>(
    _ row: Int, _ column: Int, _ body: (UnsafeBufferPointer<UInt8>) -> R
  ) -> R? {
    check(row, column)
    let (row, column) = (Int32(row), Int32(column))
    return withExtendedLifetime(storage) {
      if PQgetisnull(storage.result, row, column) == 1 {
        return nil
      }
      let start = PQgetvalue(storage.result, row, column).map {
        UnsafeRawPointer($0).assumingMemoryBound(to: UInt8.self)
      }
      let count = Int(PQgetlength(storage.result, row, column))
      return body(UnsafeBufferPointer(start: start, count: count))
    }
  }

  /// libpq would print a warning through a receiver that may be gone by now.
  private func check(_ row: Int, _ column: Int) {
    precondition(
      row >= 0 && row < rowCount && column >= 0 && column < columnCount,
      "row \(row), column \(column) of a result with \(rowCount) rows, \(columnCount) columns")
  }

  /// Reading a result is safe from any thread: nothing changes it after it was received.
  private final class Storage: @unchecked Sendable {
    let result: OpaquePointer

    init(_ result: OpaquePointer) {
      self.result = result
    }

    deinit {
      PQclear(result)
    }
  }
}

internal import CLibPQ

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// One SQL statement with its parameters, sent by the extended protocol in text format.
public struct Statement: Sendable, Hashable {
  /// The text of exactly one statement.
  public var sql: String
  /// The values of `$1`, `$2`, ...; nil is NULL.
  public var parameters: [String?]

  /// Creates a statement with the values of its parameters.
  public init(_ sql: String, _ parameters: [String?] = []) {
    self.sql = sql
    self.parameters = parameters
  }

  /// The largest number of parameters that the protocol can count.
  static let maximumParameterCount = 65535

  /// Returns why libpq can't send the statement, nil if it can.
  var refusal: PostgresError? {
    if sql.hasNullByte || parameters.contains(where: { $0?.hasNullByte ?? false }) {
      return .nullByte(in: sql)
    }
    if parameters.count > Statement.maximumParameterCount {
      return PostgresError(
        sqlState: .protocolViolation,
        message: "a statement has at most \(Statement.maximumParameterCount) parameters",
        statement: sql)
    }
    return nil
  }

  /// Hands the statement to libpq; returns 1 if it took it.
  func send(on connection: OpaquePointer) -> Int32 {
    // Unlike passing the string itself, `withCString` makes no copy of it.
    sql.withCString { sql in
      withParameterPointers {
        PQsendQueryParams(connection, sql, Int32(parameters.count), nil, $0, nil, nil, 0)
      }
    }
  }

  /// Calls the body with the parameters as null-terminated strings, in one allocation.
  func withParameterPointers<R>(
    _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R
  ) -> R {
    guard !parameters.isEmpty else { return body(nil) }
    let size = parameters.reduce(0) { $0 + ($1.map { $0.utf8.count + 1 } ?? 0) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(size, 1)) { bytes in
      withUnsafeTemporaryAllocation(
        of: UnsafePointer<CChar>?.self, capacity: parameters.count
      ) { pointers in
        var start = bytes.baseAddress!
        for (index, parameter) in parameters.enumerated() {
          let text = UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)
          pointers.initializeElement(at: index, to: parameter == nil ? nil : text)
          start = parameter.map { $0.copyNullTerminated(to: start) } ?? start
        }
        return body(pointers.baseAddress)
      }
    }
  }
}

extension String {
  /// Whether a byte is zero, at which C would end the string.
  var hasNullByte: Bool {
    utf8.withContiguousStorageIfAvailable { bytes in
      bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
    } ?? utf8.contains(0)
  }

  /// Copies the bytes and a zero; returns the place behind them.
  fileprivate func copyNullTerminated(
    to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    withCString { bytes in
      let count = utf8.count
      memcpy(target, bytes, count + 1)
      return target + count + 1
    }
  }
}

/// What became of one statement of a pipeline.
public enum PipelineOutcome: Sendable {
  /// The statement ran.
  case success(QueryResult)
  /// The server refused the statement.
  case failure(PostgresError)
  /// The server did not run the statement, since an earlier one of its group failed.
  case skipped

  /// Returns the result, or throws the failure.
  ///
  /// - Throws: For a skipped statement, an error with code 25P02.
  public func get() throws(PostgresError) -> QueryResult {
    switch self {
    case .success(let result): return result
    case .failure(let error): throw error
    case .skipped:
      throw PostgresError(
        sqlState: .inFailedTransaction, message: "an earlier statement of the group failed")
    }
  }
}

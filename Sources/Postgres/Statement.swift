internal import CLibPQ

/// One SQL statement with its parameters, sent by the extended protocol in text format.
public struct Statement: Sendable, Hashable {
  public var sql: String
  /// The values of `$1`, `$2`, ...; nil is NULL.
  public var parameters: [String?]

  public init(_ sql: String, _ parameters: [String?] = []) {
    self.sql = sql
    self.parameters = parameters
  }

  /// The largest number of parameters that the protocol can count.
  static let maximumParameterCount = 65535

  /// Returns why libpq can't send the statement, nil if it can.
  var refusal: PostgresError? {
    if sql.utf8.contains(0) || parameters.contains(where: { $0?.utf8.contains(0) ?? false }) {
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
        var offset = 0
        for (index, parameter) in parameters.enumerated() {
          guard let parameter else {
            pointers.initializeElement(at: index, to: nil)
            continue
          }
          let start = bytes.baseAddress! + offset
          pointers.initializeElement(
            at: index, to: UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))
          for byte in parameter.utf8 {
            bytes.initializeElement(at: offset, to: byte)
            offset += 1
          }
          bytes.initializeElement(at: offset, to: 0)
          offset += 1
        }
        return body(pointers.baseAddress)
      }
    }
  }
}

/// What became of one statement of a pipeline.
public enum PipelineOutcome: Sendable {
  case success(QueryResult)
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

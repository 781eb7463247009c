import Postgres
import Synchronization

/// One query of a scan, which reads some pages of a table.
struct Piece: Sendable {
  /// The table's place in the list of what is compared.
  var table: Int
  var name: String
  var sql: String
  var searchPath: String
  var pages: Int
  /// The rows that it is thought to read; nil where its answer begins with their number.
  var rows: Int?
}

/// Reads pieces over all connections of a side.
struct Scan: Sendable {
  let readers: Readers
  let meter: Meter

  /// Runs the queries of all pieces, in no certain order, and hands each answer on.
  func run(
    _ pieces: [Piece], _ take: @escaping @Sendable (Piece, QueryResult) -> Void
  ) async throws(VerificationError) {
    let queue = PieceQueue(pieces)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for connection in readers.connections.prefix(max(1, pieces.count)) {
          group.addTask {
            while let piece = queue.next() {
              let wait = meter.wait(of: readers.side)
              if wait > .zero { try await Task.sleep(for: wait) }
              try await read(piece, over: connection, take)
            }
          }
        }
        try await group.waitForAll()
      }
    } catch let error as VerificationError {
      throw error
    } catch {
      throw .database(.cancelled, doing: "verifying the \(readers.side.rawValue)")
    }
  }

  private func read(
    _ piece: Piece, over connection: Connection,
    _ take: @Sendable (Piece, QueryResult) -> Void
  ) async throws(VerificationError) {
    let result: QueryResult
    do {
      result = try await query(piece.sql, searchPath: piece.searchPath, over: connection)
    } catch {
      throw .database(error, doing: "reading table '\(piece.name)' of the \(readers.side.rawValue)")
    }
    take(piece, result)
    let rows = piece.rows ?? result[0, 0].flatMap { Int($0) } ?? 0
    meter.advance(piece.name, pages: piece.pages, rows: rows, on: readers.side)
  }

  /// Runs one query under a search path.
  func query(
    _ sql: String, _ parameters: [String?] = [], searchPath: String,
    over connection: Connection
  ) async throws(PostgresError) -> QueryResult {
    let group = [
      Statement("SELECT set_config('search_path', $1, true)", [searchPath]),
      Statement(sql, parameters),
    ]
    let outcomes = try await connection.pipeline([group])[0]
    _ = try outcomes[0].get()
    return try outcomes[1].get()
  }
}

/// The pieces that nobody has begun to read.
private final class PieceQueue: Sendable {
  private let pieces: Mutex<ArraySlice<Piece>>

  init(_ pieces: [Piece]) { self.pieces = Mutex(pieces[...]) }

  func next() -> Piece? { pieces.withLock { $0.popFirst() } }
}

extension PostgresError {
  fileprivate static let cancelled = PostgresError(
    sqlState: .queryCanceled, message: "the task was cancelled")
}

/// Runs the same on both sides at once.
func onBoth<Result: Sendable>(
  _ body: @escaping @Sendable (SideName) async throws(VerificationError) -> Result
) async throws(VerificationError) -> (source: Result, target: Result) {
  let source = Task {
    await outcome { () async throws(VerificationError) in try await body(.source) }
  }
  let target = Task {
    await outcome { () async throws(VerificationError) in try await body(.target) }
  }
  let results = await withTaskCancellationHandler {
    let first = await source.value
    // The other side's answer is of no use then.
    if case .failure = first { target.cancel() }
    return (first, await target.value)
  } onCancel: {
    source.cancel()
    target.cancel()
  }
  return (try results.0.get(), try results.1.get())
}

private func outcome<Result: Sendable>(
  _ body: () async throws(VerificationError) -> Result
) async -> Swift.Result<Result, VerificationError> {
  do throws(VerificationError) {
    return .success(try await body())
  } catch {
    return .failure(error)
  }
}

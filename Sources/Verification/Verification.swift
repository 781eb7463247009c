import Postgres
public import SchemaCore

/// Compares the rows of two databases, of two schemas, or of the two columns of pairs.
public struct Verification: Sendable {
  private let options: VerificationOptions
  private let progress: @Sendable (VerificationProgress) -> Void

  /// Creates a verification; `progress` is called from several threads.
  public init(
    options: VerificationOptions = VerificationOptions(),
    progress: @escaping @Sendable (VerificationProgress) -> Void = { _ in }
  ) {
    self.options = options
    self.progress = progress
  }

  /// Compares two sides.
  ///
  /// - Parameter areInOneDatabase: whether both can see one snapshot, so that what is written
  ///   meanwhile makes no difference.
  public func run(
    _ source: VerificationSide, _ target: VerificationSide, areInOneDatabase: Bool = false
  ) async throws(VerificationError) -> VerificationResult {
    try await withReaders(source, target, areInOneDatabase) {
      left, right throws(VerificationError) in
      let contents = try await onBoth { side throws(VerificationError) in
        try await self.contents(side == .source ? source : target, side == .source ? left : right)
      }
      let matching = try TableMatching(
        contents.source, contents.target,
        isBySchema: source.schema != nil && target.schema != nil, options)
      var result = VerificationResult(source: source.name, target: target.name, mode: .fast)
      try await compare(matching, left, right, into: &result)
      result.sequences = try await SequenceComparison.compare(matching.sequences, left, right)
      return result
    }
  }

  /// Compares the values that columns have with those that their transforms give.
  ///
  /// The source is what the transform makes of the old columns, the target the new column.
  public func run(
    _ pairs: [ExpansionRecord], in database: VerificationSide
  ) async throws(VerificationError) -> VerificationResult {
    try await withReaders(database, database, true) { left, right throws(VerificationError) in
      let contents = try await self.contents(database, left)
      var matching = TableMatching()
      for pair in pairs {
        let comparison = try TableComparison(
          pair, in: contents, defaultSchema: options.defaultSchema)
        matching.tables.append(.both(comparison))
      }
      var result = VerificationResult(
        source: "old columns", target: "new columns", mode: .fast)
      try await compare(matching, left, right, into: &result)
      return result
    }
  }

  private func contents(
    _ side: VerificationSide, _ readers: Readers
  ) async throws(VerificationError) -> SideContents {
    do {
      if let schema = side.schema,
        try await !SideContents.hasSchema(schema, over: readers.first)
      {
        throw VerificationError.request(
          code: "unknown-schema", message: "the \(readers.side.rawValue) has no schema '\(schema)'")
      }
      return try await SideContents.read(over: readers.first, schema: side.schema)
    } catch let error as PostgresError {
      throw .database(error, doing: "reading the catalog of the \(readers.side.rawValue)")
    } catch let error as VerificationError {
      throw error
    } catch {
      preconditionFailure("\(error)")
    }
  }

  private func withReaders(
    _ source: VerificationSide, _ target: VerificationSide, _ areInOneDatabase: Bool,
    _ body: (Readers, Readers) async throws(VerificationError) -> VerificationResult
  ) async throws(VerificationError) -> VerificationResult {
    let start = ContinuousClock.now
    let left = try await Readers.open(source, as: .source, options, exports: areInOneDatabase)
    let outcome: Result<VerificationResult, VerificationError>
    do throws(VerificationError) {
      let right = try await Readers.open(
        target, as: .target, options, exports: false,
        sharing: areInOneDatabase ? left.snapshot : nil)
      do throws(VerificationError) {
        outcome = .success(try await body(left, right))
      } catch {
        outcome = .failure(error)
      }
      await right.close()
    } catch {
      outcome = .failure(error)
    }
    await left.close()
    var result = try outcome.get()
    result.duration = ContinuousClock.now - start
    return result
  }

  private func compare(
    _ matching: TableMatching, _ source: Readers, _ target: Readers,
    into result: inout VerificationResult
  ) async throws(VerificationError) {
    let choice = try await ModeChoice.choose(options.mode, source, target)
    result.mode = choice.mode
    result.remarks = choice.remarks
    let comparisons = matching.tables.compactMap { match in
      if case .both(let comparison) = match { comparison } else { nil }
    }
    let reader = TableReader(
      source: source, target: target, tables: comparisons, hash: RowHash(mode: choice.mode),
      meter: Meter(rowsPerSecond: options.rowsPerSecond, report: progress),
      pagesPerPiece: options.pagesOfPiece)
    var found = try await TableFindings(reader: reader, options: options).find()[...]
    for match in matching.tables {
      switch match {
      case .both: if let table = found.popFirst() { result.tables.append(table) }
      case .only(let side, let name):
        var table = TableVerification(name: name)
        table.onlySide = side
        result.tables.append(table)
      }
    }
  }
}

extension VerificationOptions {
  /// Smaller pieces where rows are limited, so that a second has some of them.
  fileprivate var pagesOfPiece: Int {
    guard let rowsPerSecond else { return pagesPerPiece }
    // A page holds about a hundred rows.
    return min(pagesPerPiece, max(1, rowsPerSecond / 400))
  }
}

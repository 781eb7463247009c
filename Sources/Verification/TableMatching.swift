import SQLText

/// The tables and sequences of two sides, matched by their names.
struct TableMatching: Sendable {
  /// A table as one side or both have it.
  enum Match: Sendable {
    case both(TableComparison)
    case only(SideName, name: String)
  }

  /// A sequence by its name on each side; nil where that side has none.
  struct SequencePair: Sendable {
    var name: String
    var source: QualifiedName?
    var target: QualifiedName?
  }

  var tables: [Match] = []
  var sequences: [SequencePair] = []

  /// Creates a matching of nothing.
  init() {}

  /// Matches what is wanted.
  ///
  /// - Parameter isBySchema: whether schemas are compared, so that names go without theirs.
  init(
    _ source: SideContents, _ target: SideContents, isBySchema: Bool,
    _ options: VerificationOptions
  ) throws(VerificationError) {
    let selection = TableSelection(options, isBySchema: isBySchema)
    let left = selection.keyed(source.tables)
    let right = selection.keyed(target.tables)
    let known = Set(left.keys).union(right.keys)
    let wanted = try selection.wanted(of: known)
    let conditions = try selection.conditions(for: known)
    let excluded = try selection.exclusions { name in
      Set((left[name]?.columns.keys).map(Array.init) ?? [])
        .union((right[name]?.columns.keys).map(Array.init) ?? [])
    }
    for name in wanted.sorted() {
      switch (left[name], right[name]) {
      case (var source?, var target?):
        if let condition = conditions[name] {
          source.restrict(to: condition, options.defaultSchema)
          target.restrict(to: condition, options.defaultSchema)
        }
        tables.append(
          .both(
            TableComparison(
              name: "\(name)", source: source, target: target, excluding: excluded[name] ?? [])))
      case (_?, nil): tables.append(.only(.source, name: "\(name)"))
      case (nil, _): tables.append(.only(.target, name: "\(name)"))
      }
    }
    guard options.comparesSequences else { return }
    sequences = Self.sequences(source, target, selection, wanted)
  }

  /// Returns the sequences; with chosen tables only those that belong to one of them.
  private static func sequences(
    _ source: SideContents, _ target: SideContents, _ selection: TableSelection,
    _ wanted: Set<QualifiedName>
  ) -> [SequencePair] {
    func chosen(_ contents: SideContents) -> [QualifiedName: QualifiedName] {
      var result: [QualifiedName: QualifiedName] = [:]
      for (sequence, owner) in contents.sequences {
        let isWanted =
          !selection.isRestricted || owner.map { wanted.contains(selection.key($0)) } ?? false
        if isWanted { result[selection.key(sequence)] = sequence }
      }
      return result
    }
    let (left, right) = (chosen(source), chosen(target))
    return Set(left.keys).union(right.keys).sorted().map {
      SequencePair(name: "\($0)", source: left[$0], target: right[$0])
    }
  }
}

extension Relation {
  /// Leaves out rows for which the condition isn't true.
  fileprivate mutating func restrict(to condition: String, _ defaultSchema: String) {
    self.condition = condition
    var names = [name.schema]
    for schema in [defaultSchema, "public"] where !names.contains(schema) { names.append(schema) }
    searchPath = names.map(quotedIdentifier).joined(separator: ", ")
  }
}

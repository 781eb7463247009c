import Testing

/// One kind, one folder, one line of the registry; and nobody else knows a kind by name.
@Suite struct KindGuards {
  static let identifiers = literals(
    after: ["KindID ="], in: SourceTree.text(of: "Sources/SchemaKinds/KindIDs.swift"))

  @Test func planningNamesNoKind() {
    #expect(Self.identifiers.count > 20)
    for file in SourceTree.files(in: "Sources/Planning") {
      #expect(!file.imports.contains("SchemaKinds"), "\(file.path)")
      for line in file.code {
        for identifier in Self.identifiers {
          #expect(
            !line.text.contains("\"\(identifier)\""), "\(file.path):\(line.number): \(identifier)")
        }
      }
    }
  }

  @Test func everyFolderIsRegisteredOnce() {
    let registry = CheckedFile(path: "Sources/SchemaKinds/KindRegistry.swift")
    let registered = registry.code.compactMap { line -> String? in
      let word = line.text.drop { $0 == " " }
      return word.hasSuffix("Kind.self,") ? String(word.dropLast("Kind.self,".count)) : nil
    }
    #expect(registered.sorted() == SourceTree.folders(in: "Sources/SchemaKinds"))
  }

  @Test func identifiersAreUnique() {
    #expect(Set(Self.identifiers).count == Self.identifiers.count)
  }

  /// Each operation type is in the table of operations, and nothing else is.
  @Test func everyOperationIsDocumented() {
    let used = SourceTree.files(in: "Sources/SchemaKinds").flatMap {
      literals(after: ["OperationKind("], in: $0.text)
    }
    let documented = SourceTree.text(of: "docs/operations.md").split(separator: "\n")
      .filter { $0.hasPrefix("| `") }
      .map { String($0.dropFirst(3).prefix { $0 != "`" }) }
    #expect(Set(used).sorted() == documented.sorted())
  }
}

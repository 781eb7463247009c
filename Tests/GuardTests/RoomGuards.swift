import Testing

/// What the rooms may import and hold, beyond what SwiftPM enforces.
@Suite struct RoomGuards {
  static let sources = SourceTree.files(in: "Sources")
  static let pure: Set<String> = ["SourceText", "SQLText", "SchemaCore", "SchemaKinds", "Planning"]

  /// The targets in the order of the manifest: each may import only those before it.
  static let rooms: [String] = {
    let manifest = SourceTree.text(of: "Package.swift")
    return literals(after: ["room(", "executableTarget(\n      name:"], in: manifest)
  }()

  @Test func theGuardsSeeTheSources() {
    #expect(Self.sources.count > 100)
    #expect(Self.rooms.first == "SourceText")
    #expect(Self.rooms.last == "schema-flow")
  }

  @Test func roomsImportOnlyWhatStandsAboveThem() {
    for file in Self.sources {
      guard let own = Self.rooms.firstIndex(of: file.room) else { continue }
      for name in file.imports {
        guard let other = Self.rooms.firstIndex(of: name) else { continue }
        #expect(other < own, "\(file.path) imports \(name)")
      }
    }
  }

  @Test(arguments: [("CLibYAML", "YAMLSource"), ("CLibPQ", "Postgres")])
  func systemLibrariesHaveOneRoom(library: String, room: String) {
    for file in Self.sources where file.imports.contains(library) {
      #expect(file.room == room, "\(file.path) imports \(library)")
    }
  }

  @Test func pureRoomsImportNoFoundation() {
    for file in Self.sources where Self.pure.contains(file.room) {
      #expect(!file.imports.contains { $0.hasPrefix("Foundation") }, "\(file.path)")
    }
  }

  /// Foundation links ICU, 42 MiB of it; FoundationEssentials does not.
  @Test func noRoomImportsAllOfFoundation() {
    for file in Self.sources { #expect(!file.imports.contains("Foundation"), "\(file.path)") }
  }

  @Test func onlyTheCommandPrints() {
    for file in Self.sources where file.room != "schema-flow" {
      for line in file.code {
        #expect(!calls("print", in: line.text), "\(file.path):\(line.number)")
      }
    }
  }

  @Test func uncheckedConcurrencyStaysInPostgres() {
    for file in Self.sources where file.room != "Postgres" {
      for line in file.code {
        let isUnchecked =
          line.text.contains("@unchecked Sendable") || line.text.contains("nonisolated(unsafe)")
        #expect(!isUnchecked, "\(file.path):\(line.number)")
      }
    }
  }

  @Test func filesStayShort() {
    for file in Self.sources + SourceTree.files(in: "Tests") {
      #expect(file.lineCount <= 500, "\(file.path)")
    }
  }

  /// Whether a line calls a free function.
  private func calls(_ name: String, in line: Substring) -> Bool {
    var rest = line
    while let range = rest.firstRange(of: "\(name)(") {
      let former = rest[..<range.lowerBound].last
      let isPart = former.map { $0 == "." || $0 == "_" || $0.isLetter || $0.isNumber } ?? false
      if !isPart { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }
}

/// The string literals that stand right behind one of the given texts, in order.
func literals(after markers: [String], in text: String) -> [String] {
  var found: [(place: String.Index, literal: String)] = []
  for marker in markers {
    var rest = text[...]
    while let range = rest.firstRange(of: marker) {
      rest = rest[range.upperBound...]
      let start = rest.drop { $0 == " " || $0 == "\n" }
      guard start.first == "\"" else { continue }
      found.append((range.lowerBound, String(start.dropFirst().prefix { $0 != "\"" })))
    }
  }
  return found.sorted { $0.place < $1.place }.map(\.literal)
}

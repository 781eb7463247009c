internal import SourceText
internal import SystemPackage

/// A file of a project after reading and parsing.
struct LoadedFile: Sendable {
  var item: ProjectFile
  var file: SourceFile?
  var documents: [DocumentNode] = []
  var rows: SeedTable?
  var isComplete = false
  var report = DiagnosticReport()

  /// Reads and parses a file.
  init(reading item: ProjectFile) {
    self.item = item
    let bytes: [UInt8]
    do throws(Errno) {
      bytes = try readFile(item.path)
    } catch {
      report.error("unreadable-file", "can't read file '\(item.path)': \(error)", at: nil)
      return
    }
    let file = SourceFile(path: item.path, bytes: bytes)
    self.file = file
    switch item.role {
    case .script:
      isComplete = true
    case .schema, .seeds:
      let parsed = parseYAML(bytes, reportedAs: file, into: &report)
      documents = parsed.documents
      isComplete = parsed.isComplete
    case .seedTable:
      rows = SeedTable(file, &report)
      isComplete = rows != nil
    }
  }
}

/// Reads and parses files side by side; the result is in the order of the files.
func load(_ files: [ProjectFile]) async -> [LoadedFile] {
  let chunkCount = min(4, (files.count + 31) / 32)
  guard chunkCount > 1 else { return files.map(LoadedFile.init(reading:)) }
  let chunkSize = (files.count + chunkCount - 1) / chunkCount
  return await withTaskGroup(of: (Int, [LoadedFile]).self) { group in
    for start in stride(from: 0, to: files.count, by: chunkSize) {
      let chunk = files[start..<min(start + chunkSize, files.count)]
      group.addTask { (start, chunk.map(LoadedFile.init(reading:))) }
    }
    var chunks: [(Int, [LoadedFile])] = []
    for await chunk in group { chunks.append(chunk) }
    return chunks.sorted { $0.0 < $1.0 }.flatMap(\.1)
  }
}

internal import SourceText

/// The rows of a CSV file as seeds of the table that its name tells: `t.csv`, `schema.t.csv`.
struct SeedTable: Sendable {
  var schema: String?
  var table: String
  var rows: [DocumentNode]
  /// The beginning of the file: the place of its table's name.
  var range: SourceRange

  /// Reads a CSV file, or reports what is wrong with it and returns nil.
  init?(_ file: SourceFile, _ report: inout DiagnosticReport) {
    let start = file.range(at: SourcePosition(line: 1, column: 1))
    let stem = PathText.name(of: file.path).dropLast(".csv".count)
    let parts = stem.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else {
      report.error(
        "wrong-value", "a seed file is named 'table.csv' or 'schema.table.csv'", at: start)
      return nil
    }
    var reader = CSVReader(file)
    guard let records = reader.records(&report) else { return nil }
    guard let header = records.first else {
      report.error("csv-syntax", "a seed file needs a header line of column names", at: start)
      return nil
    }
    guard Self.check(header, &report) else { return nil }
    schema = parts.count == 2 ? parts[0] : nil
    table = parts[parts.count - 1]
    range = start
    rows = []
    rows.reserveCapacity(records.count - 1)
    var isSound = true
    for record in records.dropFirst() {
      guard record.count == header.count else {
        report.error(
          "csv-syntax",
          "this row has \(record.count) \(record.count == 1 ? "value" : "values"), the header "
            + "has \(header.count)", at: record[0].range)
        isSound = false
        continue
      }
      rows.append(
        DocumentNode(
          .mapping(zip(header, record).map { .init(key: $0, value: $1) }),
          range: SourceRange(
            file: file, start: record[0].range.start, end: record[record.count - 1].range.end)))
    }
    guard isSound else { return nil }
  }

  private static func check(
    _ header: [DocumentNode], _ report: inout DiagnosticReport
  ) -> Bool {
    var seen: [String: SourceRange] = [:]
    var isSound = true
    for cell in header {
      let name = cell.scalar ?? ""
      if name.isEmpty {
        report.error("csv-syntax", "a column of the header has no name", at: cell.range)
        isSound = false
      } else if let first = seen.updateValue(cell.range, forKey: name) {
        report.error(
          "duplicate-key", "column '\(name)' is written twice", at: cell.range,
          notes: [.init("column '\(name)' is first written here", at: first)])
        isSound = false
      }
    }
    return isSound
  }
}

/// Reads RFC 4180: commas, double quotes that are doubled inside, any line break.
private struct CSVReader {
  private let file: SourceFile
  private var index: Int
  private var place = SourcePosition(line: 1, column: 1)

  init(_ file: SourceFile) {
    self.file = file
    index = file.hasByteOrderMark ? 3 : 0
  }

  /// Returns the records without empty lines, or nil after reporting a mistake.
  mutating func records(_ report: inout DiagnosticReport) -> [[DocumentNode]]? {
    guard let invalid = firstInvalidByte() else {
      var records: [[DocumentNode]] = []
      while index < file.bytes.count {
        if skipLineBreak() { continue }
        guard let record = record(&report) else { return nil }
        records.append(record)
      }
      return records
    }
    report.error(
      "csv-syntax", "the file is not valid UTF-8 here, save it as UTF-8",
      at: file.range(at: position(ofByte: invalid, in: file.bytes)))
    return nil
  }

  private func firstInvalidByte() -> Int? {
    var decoder = UTF8()
    var iterator = file.bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }

  private mutating func record(_ report: inout DiagnosticReport) -> [DocumentNode]? {
    var record: [DocumentNode] = []
    while true {
      guard let field = field(&report) else { return nil }
      record.append(field)
      guard index < file.bytes.count, file.bytes[index] == UInt8(ascii: ",") else {
        _ = skipLineBreak()
        return record
      }
      advance()
    }
  }

  private mutating func field(_ report: inout DiagnosticReport) -> DocumentNode? {
    let start = place
    if index < file.bytes.count, file.bytes[index] == UInt8(ascii: "\"") {
      return quotedField(from: start, &report)
    }
    let first = index
    while index < file.bytes.count, ![0x2C, 0x0A, 0x0D].contains(file.bytes[index]) { advance() }
    let text = String(decoding: file.bytes[first..<index], as: UTF8.self)
    // Only an empty field is null: the word 'null' is a text like any other.
    return DocumentNode(
      .scalar(text, text.isEmpty ? .plain : .doubleQuoted),
      range: SourceRange(file: file, start: start, end: place))
  }

  private mutating func quotedField(
    from start: SourcePosition, _ report: inout DiagnosticReport
  ) -> DocumentNode? {
    var bytes: [UInt8] = []
    var isClosed = false
    advance()
    while index < file.bytes.count, !isClosed {
      let byte = file.bytes[index]
      advance()
      if byte != UInt8(ascii: "\"") {
        bytes.append(byte)
      } else if index < file.bytes.count, file.bytes[index] == byte {
        bytes.append(byte)
        advance()
      } else {
        isClosed = true
      }
    }
    guard isClosed else {
      report.error(
        "csv-syntax", "the text that starts here has no closing quote", at: file.range(at: start))
      return nil
    }
    if index < file.bytes.count, ![0x2C, 0x0A, 0x0D].contains(file.bytes[index]) {
      report.error(
        "csv-syntax", "after the closing quote a comma or the end of the line must follow",
        at: file.range(at: place))
      return nil
    }
    return DocumentNode(
      .scalar(String(decoding: bytes, as: UTF8.self), .doubleQuoted),
      range: SourceRange(file: file, start: start, end: place))
  }

  /// Skips a line feed, a carriage return, or both, and returns whether there was one.
  private mutating func skipLineBreak() -> Bool {
    guard index < file.bytes.count else { return false }
    if file.bytes[index] == 0x0D {
      index += 1
      if index < file.bytes.count, file.bytes[index] == 0x0A { index += 1 }
    } else if file.bytes[index] == 0x0A {
      index += 1
    } else {
      return false
    }
    place = SourcePosition(line: place.line + 1, column: 1)
    return true
  }

  private mutating func advance() {
    let byte = file.bytes[index]
    index += 1
    if byte == 0x0A {
      place = SourcePosition(line: place.line + 1, column: 1)
    } else if byte & 0xC0 != 0x80 {
      place.column += 1
    }
  }
}

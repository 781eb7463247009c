import Planning
import SchemaCore

/// Writes operations grouped by object, a line each.
struct OperationText {
  private(set) var text = ""
  let options: TextOptions

  init(_ options: TextOptions) { self.options = options }

  private var style: Style { options.style }

  /// Writes groups; those of one line stand together, others between empty lines.
  mutating func write(_ groups: OperationGroups) {
    var wasSingle = true
    for (index, group) in groups.all.enumerated() {
      if index > 0, !(group.isSingle && wasSingle) { line() }
      wasSingle = group.isSingle
      if group.isSingle { writeSingle(group.operations[0]) } else { write(group) }
    }
  }

  /// Ends a line.
  mutating func line(_ content: String = "") {
    text += content
    text += "\n"
  }

  private mutating func writeSingle(_ report: OperationReport) {
    let title = style.text("\(printable(report.title))", as: .bold)
    line("\(mark(of: report)) \(title)\(summary(of: report))\(remark(on: report))")
    writeSQL(of: report, indent: 4)
  }

  private mutating func write(_ group: OperationGroups.Group) {
    line(style.text(printable(group.object.title), as: .bold))
    let operations = group.operations
    let width = operations.map(\.words.utf8.count).max() ?? 0
    let nameWidth = min(32, operations.map { displayWidth($0.nameInGroup) }.max() ?? 0)
    for report in operations {
      let name = printable(report.nameInGroup)
      var content = "  \(mark(of: report)) "
      if report.operation.summary.isEmpty, report.block == nil {
        content += name.isEmpty ? report.words : "\(padded(report.words, to: width))  \(name)"
      } else {
        content += padded(report.words, to: width)
        if nameWidth > 0 { content += "  " + padded(name, to: nameWidth) }
        content += summary(of: report)
      }
      line(content + remark(on: report))
      writeSQL(of: report, indent: 6)
    }
  }

  /// The sign, and an exclamation mark for what is destructive.
  private func mark(of report: OperationReport) -> String {
    let sign = style.text(report.sign, as: report.role)
    return sign + (report.operation.isDestructive ? style.text("!", as: .drop) : " ")
  }

  private func summary(of report: OperationReport) -> String {
    let summary = singleLine(report.operation.summary)
    return summary.isEmpty ? "" : "  " + truncated(summary, to: max(40, options.width))
  }

  private func remark(on report: OperationReport) -> String {
    guard let block = report.block else { return "" }
    var words = "blocked: \(printable(block.reason))"
    if let flag = block.flag { words += "; needs \(flag)" }
    return "  " + style.text("[\(words)]", as: .drop)
  }

  private mutating func writeSQL(of report: OperationReport, indent: Int) {
    guard options.isVerbose else { return }
    let blanks = String(repeating: " ", count: indent)
    for content in printable(report.sql).split(separator: "\n", omittingEmptySubsequences: false) {
      line(content.isEmpty ? "" : blanks + style.text(String(content), as: .dim))
    }
  }
}

import SchemaCore
import SourceText

extension Deferral {
  /// Reads `deferrable` and `initially_deferred`, which implies the former as in SQL.
  static func read(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> Deferral {
    let isDeferrable = reader.bool("deferrable", &report)
    let isDeferred = reader.bool("initially_deferred", &report) ?? false
    if isDeferred, isDeferrable == false {
      report.error(
        "wrong-value", "'initially_deferred: true' contradicts 'deferrable: false'",
        at: reader.range(of: "initially_deferred"))
    }
    return Deferral(isDeferrable: isDeferrable ?? isDeferred, isDeferred: isDeferred)
  }
}

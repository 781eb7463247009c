import Execution
import Planning
public import Reporting
public import SchemaCore
import SourceText
import SystemPackage
import YAMLSource

/// A plan as a file: what was reviewed, and what it was made for.
///
/// The file has no time and no place in it: the same project and database give the same bytes.
public struct SavedPlan: Sendable {
  /// The form of the file; another one can't be read.
  static let version = 1

  /// An operation as the file has it.
  public struct Step: Sendable, Hashable {
    public var type: String
    public var object: ObjectID
    /// The statements as plans show them, without secrets.
    public var statements: [String]
  }

  /// The tool's version, since another one may make other statements.
  var tool: String
  /// The `--schema` of the plan.
  var schema: String
  public var steps: [Step]
  /// What each object was like that the steps touch; nil for one that was not there.
  var fingerprints: [ObjectID: String?]
  /// The scripts that were to run, with the hashes of their content.
  var scripts: [String: String]
}

extension PreparedPlan {
  /// The plan as a file keeps it.
  public func saved(_ settings: Settings) -> SavedPlan {
    let operations = plan.operations.map(\.operation)
    let touched = Set(operations.flatMap { touchedObjects(of: $0) })
    return SavedPlan(
      tool: toolVersion, schema: settings.schema, steps: operations.map(SavedPlan.Step.init),
      fingerprints: Dictionary(
        uniqueKeysWithValues: touched.map { ($0, fingerprint(of: $0)) }),
      scripts: scriptHashes)
  }

  /// The object of an operation, those it needs or takes away, and the tables that it locks.
  private func touchedObjects(of operation: SchemaCore.Operation) -> [ObjectID] {
    [operation.object] + operation.requires + operation.releases + operation.provides
      + operation.locks.map(\.relation)
  }

  fileprivate func fingerprint(of id: ObjectID) -> String? {
    context.live[id].map { StableHash(of: [stableText($0)]).hexadecimal }
  }

  fileprivate var scriptHashes: [String: String] {
    Dictionary(
      pendingScripts.map { ($0.path, ScriptRunner.contentHash(of: $0.file.bytes)) },
      uniquingKeysWith: { $1 })
  }
}

extension SavedPlan.Step {
  init(_ operation: SchemaCore.Operation) {
    self.init(
      type: operation.kind.name, object: operation.object,
      statements: operation.statements.map(\.sql))
  }
}

extension SavedPlan {
  /// Returns what differs between the plan and one that was made now, in words; nothing where it
  /// still stands.
  func differences(from now: PreparedPlan, _ settings: Settings) -> [String] {
    guard tool == toolVersion else {
      return ["it was made by version \(tool), and this is \(toolVersion): plan again"]
    }
    guard schema == settings.schema else {
      return ["it was made for the default schema '\(schema)', not '\(settings.schema)'"]
    }
    var found = fingerprints.keys.sorted().compactMap { id -> String? in
      guard let before = fingerprints[id], before != now.fingerprint(of: id) else { return nil }
      if before == nil { return "\(id) was not there when it was made" }
      return now.context.live[id] == nil ? "\(id) is gone" : "\(id) has changed"
    }
    if found.isEmpty {
      let wanted = Set(now.plan.operations.map { Step($0.operation) })
      found = steps.filter { !wanted.contains($0) }.map {
        "the project no longer asks for: \($0.type) \($0.object)"
      }
    }
    if scripts != now.scriptHashes { found.append("the scripts that are to run have changed") }
    return found
  }

  /// Returns what of a plan was reviewed.
  func reviewed(_ plan: Plan) -> Plan {
    let known = Set(steps)
    return plan.selecting { known.contains(Step($0.operation)) }
  }
}

// MARK: - The file

extension SavedPlan {
  /// The file's content.
  public var json: JSONValue {
    [
      "schemaFlowPlan": .number(Self.version),
      "tool": .string(tool),
      "schema": .string(schema),
      "operations": .array(
        steps.map { step in
          [
            "type": .string(step.type),
            "object": Self.json(of: step.object),
            "statements": .array(step.statements.map(JSONValue.string)),
          ]
        }),
      "objects": .array(
        fingerprints.keys.sorted().map { id in
          ["object": Self.json(of: id), "fingerprint": JSONValue(fingerprints[id] ?? nil)]
        }),
      "scripts": .array(
        scripts.keys.sorted().map { path in
          ["path": .string(path), "sha256": JSONValue(scripts[path])]
        }),
    ]
  }

  private static func json(of id: ObjectID) -> JSONValue {
    .array([id.kind.rawValue, id.schema, id.name, id.member, id.qualifier].map(JSONValue.string))
  }

  /// Writes the file.
  public func write(to path: String) throws(Scaffold.Failure) {
    try writeFile(json.document, to: FilePath(path))
  }

  /// Reads a file that `plan --out` has written.
  ///
  /// - Throws: `ProjectProblems` where it can't be read.
  public static func read(_ path: String) throws(ProjectProblems) -> SavedPlan {
    let bytes: [UInt8]
    do {
      bytes = try readFile(path)
    } catch {
      throw ProjectProblems("unreadable-file", "file '\(path)' of --plan: \(error)")
    }
    var report = DiagnosticReport()
    let file = SourceFile(path: path, bytes: bytes)
    // JSON is YAML, and so its errors have a place.
    guard let node = parseYAML(file, into: &report).first,
      var reader = MappingReader(node, noun: "saved plan", report: &report)
    else {
      if !report.hasErrors { report.error("not-a-plan", "'\(path)' is no saved plan", at: nil) }
      throw ProjectProblems(report)
    }
    let plan = SavedPlan(&reader, &report)
    guard !report.hasErrors, let plan else {
      if !report.hasErrors {
        report.error("not-a-plan", "'\(path)' is no saved plan", at: node.range)
      }
      throw ProjectProblems(report)
    }
    return plan
  }

  private init?(_ reader: inout MappingReader, _ report: inout DiagnosticReport) {
    guard let version = reader.int("schemaFlowPlan", &report) else { return nil }
    guard version == Self.version else {
      report.error(
        "not-a-plan",
        "the saved plan has form \(version), and this version reads \(Self.version): plan again",
        at: reader.range(of: "schemaFlowPlan"))
      return nil
    }
    tool = reader.string("tool", &report) ?? ""
    schema = reader.string("schema", &report) ?? ""
    steps = []
    for node in reader.list("operations", &report) {
      guard var step = MappingReader(node, noun: "operation", report: &report),
        let type = step.string("type", &report),
        let object = ObjectID(step.texts("object", &report))
      else { return nil }
      steps.append(
        Step(type: type, object: object, statements: step.texts("statements", &report)))
    }
    fingerprints = [:]
    for node in reader.list("objects", &report) {
      guard var item = MappingReader(node, noun: "object", report: &report),
        let object = ObjectID(item.texts("object", &report))
      else { return nil }
      let print = item.value("fingerprint").flatMap { $0.isNull ? nil : $0.scalar }
      fingerprints.updateValue(print, forKey: object)
    }
    scripts = [:]
    for node in reader.list("scripts", &report) {
      guard var item = MappingReader(node, noun: "script", report: &report),
        let path = item.string("path", &report)
      else { return nil }
      scripts[path] = item.string("sha256", &report)
    }
  }
}

extension MappingReader {
  fileprivate mutating func texts(_ key: String, _ report: inout DiagnosticReport) -> [String] {
    (strings(key, &report) ?? []).map(\.text)
  }
}

extension ObjectID {
  fileprivate init?(_ parts: [String]) {
    guard parts.count == 5 else { return nil }
    self.init(
      KindID(rawValue: parts[0]), schema: parts[1], parts[2], member: parts[3],
      qualifier: parts[4])
  }
}

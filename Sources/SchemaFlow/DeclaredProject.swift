public import SchemaCore
import SchemaKinds
import SourceText
public import YAMLSource

/// A project that was read, decoded and found free of errors.
public struct DeclaredProject: Sendable {
  public var scripts: [Script]
  public var declarations: Declarations
  /// Every file of the project.
  var files: [SourceFile] = []
  /// Whether it is another database's state: everything there is, in the server's spelling.
  public var isDatabase = false

  /// The schemas whose undeclared objects are the project's to drop.
  public func managedSchemas(defaultSchema: String) -> Set<String> {
    var schemas: Set<String> = [defaultSchema]
    for id in declarations.snapshot.ids where !id.schema.isEmpty { schemas.insert(id.schema) }
    return schemas
  }

  /// Reads and decodes a project; everything that is wrong in it is reported at once.
  ///
  /// - Throws: `ProjectProblems` with all errors and warnings.
  public static func load(_ settings: Settings) async throws(ProjectProblems) -> DeclaredProject {
    var report = DiagnosticReport()
    let project = await loadProject(
      directory: settings.directory, imports: settings.imports, defaultSchema: settings.schema,
      into: &report)
    var declarations = await decodeProject(
      project.documents, kinds: KindRegistry.kinds, defaultSchema: settings.schema)
    report.merge(declarations.report)
    declarations.report = report
    guard !report.hasErrors else { throw ProjectProblems(report) }
    return DeclaredProject(
      scripts: project.scripts, declarations: declarations, files: project.files)
  }
}

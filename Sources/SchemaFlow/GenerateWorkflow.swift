import Catalog
import Planning
public import Postgres
public import SchemaCore
import SchemaKinds
import YAMLSource

/// What `generate` is asked for.
public struct GenerateOptions: Sendable {
  /// The schemas to write; all where it is empty.
  public var schemas: [String] = []
  /// The tables whose rows are written as seeds, as users name them.
  public var seeds: [String] = []
  /// Whether the owners of what the connection's role doesn't own are written.
  public var hasOwners = false

  /// Creates options for all schemas, without rows.
  public init() {}
}

/// A project as text, and what of the database it doesn't say.
public struct GeneratedProject: Sendable {
  /// A file below the schema directory.
  public struct File: Sendable, Hashable {
    public var path: String
    public var text: String
  }

  public var files: [File]
  /// What could not be written, in the order of the kinds.
  public var omissions: [ProjectDraft.Omission]
  /// Objects of kinds that the tool doesn't know.
  public var unmanaged: [UnmanagedObject]
  /// The schema that commands on the project must be given as the default one, nil where it is
  /// the one that they have.
  public var defaultSchema: String?
  /// How many objects the files declare, parts included.
  public var objectCount: Int
}

/// Turns a live database into a project.
public struct Generator: Sendable {
  let settings: Settings
  let options: GenerateOptions

  /// Creates a generator.
  public init(settings: Settings, options: GenerateOptions = GenerateOptions()) {
    self.settings = settings
    self.options = options
  }

  /// Reads the catalog and writes what it finds as YAML.
  ///
  /// - Throws: `WorkflowError` when the server fails, or a table of seeds isn't there.
  public func generate(over connection: Connection) async throws(WorkflowError) -> GeneratedProject
  {
    do {
      let reading = try await CatalogReader(connection: connection, kinds: Planner.kinds).read()
      var context = PlanContext(
        declared: Snapshot(), live: reading.snapshot, facts: reading.facts,
        defaultSchema: settings.schema)
      try await LiveAdditions(connection: connection).add(to: &context)
      return try await project(in: context, over: connection)
    } catch let error as WorkflowError {
      throw error
    } catch let error as PostgresError {
      throw .database(error, doing: "reading the database")
    } catch {
      preconditionFailure("generating threw an unknown error: \(error)")
    }
  }

  private func project(
    in context: PlanContext, over connection: Connection
  ) async throws -> GeneratedProject {
    let selection = GenerateSelection(
      context.live, schemas: Set(options.schemas), hasOwners: options.hasOwners)
    let draft = projectDraft(in: context, kinds: Planner.kinds, where: selection.contains)
    var files = draft.files.map { path, documents in
      GeneratedProject.File(
        path: path, text: documents.map { emitYAML($0.emitted) }.joined(separator: "---\n"))
    }
    let seeds = SeedReading(context: context, connection: connection)
    for table in try seeds.tables(named: options.seeds) {
      if let file = try await seeds.file(of: table) { files.append(file) }
    }
    let omitted = Set(draft.omissions.map(\.object))
    var facts = context.facts
    try await CatalogReader.readUnmanaged(over: connection, into: &facts)
    return GeneratedProject(
      files: files, omissions: draft.omissions,
      unmanaged: (facts.unmanaged ?? []).filter {
        options.schemas.isEmpty || $0.schema.isEmpty || options.schemas.contains($0.schema)
      },
      defaultSchema: options.schemas.contains(settings.schema) ? nil : options.schemas.first,
      objectCount: context.live.objects.count { id, object in
        let isWritten = draft.contains(id) || object.owner.map(draft.contains) == true
        return isWritten && !omitted.contains(id)
      })
  }
}

extension YAMLValue {
  /// The value as the emitter takes it.
  var emitted: EmittedNode {
    switch self {
    case .text(let text): .scalar(text)
    case .plain(let text): .plain(text)
    case .list(let items): .sequence(items.map(\.emitted))
    case .mapping(let entries): .mapping(entries.map { ($0.key, $0.value.emitted) })
    }
  }
}

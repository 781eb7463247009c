import Execution
public import Postgres
import SourceText
import YAMLSource

/// Records the scripts of a project as applied without running them.
public struct Baseline: Sendable {
  private let settings: Settings
  private let project: DeclaredProject

  /// Creates a baseline for a project.
  public init(settings: Settings, project: DeclaredProject) {
    self.settings = settings
    self.project = project
  }

  /// Records every script.
  ///
  /// - Returns: how many were recorded.
  /// - Throws: `WorkflowError.database` when the server refuses.
  public func record(over connection: Connection) async throws(WorkflowError) -> Int {
    let state = StateSchema(
      connection: connection, historyTable: settings.historyTable,
      perTransactionSQL: settings.perTransactionSQL)
    do {
      try await state.ensure()
      for script in project.scripts {
        try await state.record(
          path: script.path, hash: ScriptRunner.contentHash(of: script.file.bytes),
          phase: script.phase.rawValue, schema: settings.schema)
      }
    } catch {
      throw .database(error, doing: "recording scripts as applied")
    }
    return project.scripts.count
  }
}

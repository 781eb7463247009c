import Catalog
import Execution
import Planning
public import Postgres
import SchemaCore

extension Planner {
  /// Returns the live objects of kinds that the tool doesn't know, in the project's schemas.
  ///
  /// - Throws: `WorkflowError.database` when the server fails.
  public func unmanaged(
    in prepared: PreparedPlan, over connection: Connection
  ) async throws(WorkflowError) -> [String] {
    do {
      let found = try await CatalogReader.unmanagedObjects(
        besides: prepared.context.facts, hiddenSchema: StateSchema.name, over: connection)
      return found.filter { $0.schema.isEmpty || prepared.managedSchemas.contains($0.schema) }
        .map { "\($0.type) \($0.identity)" }
    } catch {
      throw .database(error, doing: "reading the catalog")
    }
  }
}

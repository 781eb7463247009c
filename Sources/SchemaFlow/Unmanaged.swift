import Catalog
public import Postgres
import Reporting
import SchemaCore

extension PreparedPlan {
  /// Reads which objects of the project's schemas the tool doesn't know.
  ///
  /// - Throws: `WorkflowError` when the server fails.
  public mutating func readUnmanaged(over connection: Connection) async throws(WorkflowError) {
    do throws(PostgresError) {
      try await CatalogReader.readUnmanaged(over: connection, into: &context.facts)
    } catch {
      throw .database(error, doing: "reading the catalog")
    }
    let schemas = managedSchemas
    context.facts.unmanaged?.removeAll { !$0.schema.isEmpty && !schemas.contains($0.schema) }
  }

  /// The unmanaged objects as reports show them; nil where nobody has asked for them.
  var unmanaged: [UnmanagedItem]? { context.facts.unmanaged.map(UnmanagedItem.list) }
}

extension UnmanagedItem {
  static func list(_ objects: [UnmanagedObject]) -> [UnmanagedItem] {
    objects.map { UnmanagedItem(type: $0.noun, name: $0.name) }
  }
}

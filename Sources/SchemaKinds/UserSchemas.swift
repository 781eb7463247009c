/// The tool's own schema, where the functions are that keep columns in step.
let stateSchema = "_smplcty_schema_flow"

/// Returns the condition that leaves the system's and the tool's own schemas out.
///
/// - Parameter alias: the alias of `pg_namespace` in the query.
func userSchemaFilter(_ alias: String) -> String {
  """
  \(alias).nspname NOT IN ('information_schema', 'pg_catalog', 'pg_toast', \
  '\(stateSchema)') AND \(alias).nspname !~ '^pg_(temp|toast_temp)_'
  """
}

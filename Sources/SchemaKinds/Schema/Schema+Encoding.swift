public import SchemaCore

extension SchemaKind {
  /// Writes nothing: a schema is declared by what lives in it.
  public static func encode(
    _ object: Schema, in context: PlanContext, into draft: inout ProjectDraft
  ) {}
}

public import SchemaCore

extension ExtensionKind {
  /// Adds to the one file of extensions; plpgsql comes with every database.
  public static func encode(
    _ object: Extension, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    guard object.name != "plpgsql" else { return }
    var entries: [YAMLValue.Entry] = [.init("name", .text(object.name))]
    if let schema = object.schema { entries.add("schema", schema) }
    draft.addItem(
      object.id, to: "extensions", of: extensionsFile(in: &draft),
      keyOrder: ["name", "schema", "version", "comment"], entries)
  }

  /// Returns the file of extensions, which is made where nobody needed it before.
  static func extensionsFile(in draft: inout ProjectDraft) -> ObjectID {
    let file = ObjectID(.extension, "")
    if !draft.contains(file) {
      draft.addDocument(
        file, path: "extensions.yaml",
        keyOrder: ["extensions", "schema_grants", "partition_maintenance"],
        [.init("extensions", .list([]))])
    }
    return file
  }
}

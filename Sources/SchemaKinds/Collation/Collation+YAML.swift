import SQLText
public import SchemaCore
public import SourceText

/// Collations: the documents with the key `collation` that are no domain and no range type.
public enum CollationKind: ObjectKind {
  public typealias Object = Collation
  public static var id: KindID { .collation }
  public static var namespace: Namespace { .collation }
  public static var access: Access? { Access("COLLATION") }
  public static var places: [YAMLPlace] { [.document(keys: ["collation"])] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "collation", report: &declarations.report)
    else { return }
    let name = scope.declaredName("collation", from: &reader, into: &declarations.report)
    let providers = Collation.Provider.allCases.map(\.rawValue)
    let provider = reader.word("provider", of: providers, &declarations.report)
    var collation = Collation(
      name: name ?? QualifiedName(schema: "", name: ""),
      provider: provider.flatMap(Collation.Provider.init) ?? .libc)
    readLocale(of: &collation, from: &reader, into: &declarations.report)
    collation.isDeterministic = reader.bool("deterministic", &declarations.report) ?? true
    collation.rules = reader.string("rules", &declarations.report) ?? ""
    check(collation, reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    if name != nil { declarations.declare(collation, at: node.range) }
    decodeMembers(
      of: .collation, owner: collation.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard name != nil else { return }
    declarations.declareComment(comment, on: collation.id, at: reader.range(of: "comment"))
  }

  private static func readLocale(
    of collation: inout Collation, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) {
    let locale = reader.string("locale", &report)
    let collate = reader.string("lc_collate", &report)
    let characterType = reader.string("lc_ctype", &report)
    guard collation.provider == .libc else {
      collation.locale = locale ?? ""
      if locale == nil {
        report.error(
          "missing-key",
          "a collation of provider \(collation.provider.rawValue) needs the key 'locale'",
          at: reader.node.range)
      }
      for (key, value) in [("lc_collate", collate), ("lc_ctype", characterType)]
      where value != nil {
        report.error(
          "wrong-value", "'\(key)' is for collations of provider libc", at: reader.range(of: key))
      }
      return
    }
    if locale != nil, collate != nil || characterType != nil {
      report.error(
        "wrong-value", "a collation has either 'locale' or 'lc_collate' and 'lc_ctype'",
        at: reader.range(of: "locale"))
    }
    guard let order = locale ?? collate, let classes = locale ?? characterType else {
      report.error(
        "missing-key", "a collation needs the key 'locale', or 'lc_collate' and 'lc_ctype'",
        at: reader.node.range)
      return
    }
    collation.collate = order
    collation.characterType = classes
  }

  /// What PostgreSQL refuses in any version.
  private static func check(
    _ collation: Collation, _ reader: MappingReader, into report: inout DiagnosticReport
  ) {
    guard collation.provider != .icu else { return }
    if !collation.isDeterministic {
      report.error(
        "wrong-value", "only collations of provider icu can be nondeterministic",
        at: reader.range(of: "deterministic"))
    }
    if !collation.rules.isEmpty {
      report.error(
        "wrong-value", "only collations of provider icu have rules", at: reader.range(of: "rules"))
    }
  }

  public static func encode(
    _ object: Collation, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries("collation", object.name)
    entries.add("provider", object.provider.rawValue, unless: "libc")
    if object.provider != .libc || object.collate == object.characterType {
      entries.add("locale", .text(object.provider == .libc ? object.collate : object.locale))
    } else {
      entries.add("lc_collate", .text(object.collate))
      entries.add("lc_ctype", .text(object.characterType))
    }
    entries.add("deterministic", object.isDeterministic, unless: true)
    entries.add("rules", object.rules)
    draft.addDocument(
      object.id, path: "collations/\(draft.fileName(of: object.name))",
      keyOrder: [
        "collation", "schema", "owner", "comment", "provider", "locale", "lc_collate", "lc_ctype",
        "deterministic", "rules",
      ], entries)
  }
}

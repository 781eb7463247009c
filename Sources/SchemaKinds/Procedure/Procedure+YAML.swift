public import SchemaCore
public import SourceText

/// Procedures: documents with the key `procedure`; in all else they are functions without result.
public enum ProcedureKind: ObjectKind {
  public typealias Object = Function
  public static var id: KindID { .procedure }
  public static var access: Access? { Access("PROCEDURE", privileges: .routine) }
  public static var namespace: Namespace { .routine }
  public static var places: [YAMLPlace] { [.document(keys: ["procedure"])] }
  public static var dependence: Dependence { .recreated }
  public static var losesByReplacement: Bool { true }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    FunctionKind.decode(node, as: .procedure, in: scope, into: &declarations)
  }

  public static func encode(
    _ object: Function, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    FunctionKind.encode(object, in: context, into: &draft)
  }

  public static var catalog: CatalogQuery<Function>? {
    FunctionKind.catalog(of: ["p"])
  }

  public static func normalized(
    _ declared: Function, in context: NormalizationContext
  ) -> Function { FunctionKind.normalized(declared, in: context) }

  public static func probe(
    _ declared: Function, against live: Function, in context: PlanContext
  ) -> Probe? { FunctionKind.probe(declared, against: live, in: context) }
}

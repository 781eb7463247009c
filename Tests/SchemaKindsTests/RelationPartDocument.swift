import SchemaCore
import SourceText

@testable import SchemaKinds

/// Decodes a member of a table or another object, and plans what it declares.
struct RelationPart {
  var declarations = Declarations()

  static let table = ObjectID(.table, schema: "app", "orders")
  static let view = ObjectID(.view, schema: "app", "v")

  /// Decodes the value of a key of an object.
  init(_ kind: any ObjectKind.Type, _ document: TableDocument, of owner: ObjectID = Self.table) {
    add(kind, document, of: owner)
  }

  /// Decodes one more value.
  mutating func add(_ kind: any ObjectKind.Type, _ document: TableDocument, of owner: ObjectID) {
    var scope = DecodingScope(defaultSchema: "public")
    scope.owner = owner
    kind.decode(document.node, in: scope, into: &declarations)
  }

  var snapshot: Snapshot { declarations.snapshot }

  var problems: [String] { declarations.report.diagnostics.map(\.message) }

  /// The declared objects of a kind as they compare with live ones.
  func normalized<Kind: ObjectKind>(
    _ kind: Kind.Type, live: Snapshot = Snapshot(), version: Int = 150_000
  ) -> [Kind.Object] {
    var facts = LiveFacts()
    facts.serverVersion = version
    facts.currentRole = "owner"
    let context = NormalizationContext(
      facts: facts, declared: snapshot, live: live, defaultSchema: "public", declaredTypes: [:])
    return snapshot.all(Kind.Object.self).map { kind.normalized($0, in: context) }
  }
}

extension [Operation] {
  /// The operations' names and statements, one line each.
  var lines: [String] {
    flatMap { operation in operation.statements.map { "\(operation.kind.name): \($0.sql)" } }
  }
}

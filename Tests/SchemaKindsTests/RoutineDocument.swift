import SQLText
import SchemaCore
import SourceText

@testable import SchemaKinds

/// Decodes documents with the kinds of schemas, roles, functions and views.
enum RoutineDocument {
  static let kinds = KindSet([
    SchemaKind.self, ExtensionKind.self, EnumTypeKind.self, RoleKind.self, MembershipKind.self,
    FunctionKind.self, ViewKind.self, MaterializedViewKind.self, CommentKind.self,
  ])

  static func declarations(_ documents: TableDocument...) -> Declarations {
    decodeProject(documents.map(\.node), kinds: kinds, defaultSchema: "public")
  }

  static func problems(_ documents: TableDocument...) -> [String] {
    decodeProject(documents.map(\.node), kinds: kinds, defaultSchema: "public").report
      .diagnostics.map { "\($0.code): \($0.message)" }
  }
}

extension Snapshot {
  init(_ objects: any SchemaObject...) {
    self.init()
    for object in objects { insert(object) }
  }
}

extension Operation {
  /// The statements' texts.
  var texts: [String] { statements.map(\.sql) }
}

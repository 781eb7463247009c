import SQLText
public import SchemaCore

extension CastKind {
  /// Casts that somebody made; those of a range type to its multirange type go with it.
  public static var catalog: CatalogQuery<Cast>? {
    CatalogQuery(
      presence: .rows(of: "pg_cast"),
      sql: { _ in
        """
        SELECT c.oid, format_type(c.castsource, NULL), format_type(c.casttarget, NULL),
               c.castcontext, c.castmethod, p.oid::regprocedure::text
        FROM pg_cast c
        LEFT JOIN pg_proc p ON p.oid = c.castfunc
        WHERE c.oid >= 16384
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass
                          AND d.objid = c.oid AND d.deptype IN ('e', 'i'))
        ORDER BY 2, 3
        """
      },
      decode: { row, facts in
        var cast = Cast(
          from: TypeName(formatted: row.text(1)).ofArgument,
          to: TypeName(formatted: row.text(2)).ofArgument, method: method(row))
        cast.context = contexts[row.text(3)] ?? .explicit
        facts.addresses[ObjectAddress("pg_cast", row.int(0))] = cast.id
        return cast
      })
  }

  private static let contexts: [String: Cast.Context] = ["a": .assignment, "i": .implicit]

  private static func method(_ row: Row) -> Cast.Method {
    switch row.text(4) {
    case "f": .function(RoutineName(regprocedure: row.text(5)))
    case "i": .textual
    default: .binary
    }
  }

  public static func normalized(_ cast: Cast, in context: NormalizationContext) -> Cast {
    var copy = cast
    copy.source = context.resolved(cast.source, in: context.defaultSchema)
    copy.target = context.resolved(cast.target, in: context.defaultSchema)
    guard case .function(let function) = cast.method else { return copy }
    var former: QualifiedName?
    if case .function(let live)? = context.live.object(copy.id, as: Cast.self)?.method {
      former = live.name
    }
    copy.method = .function(
      context.resolved(function, following: former, in: copy.id.schema))
    return copy
  }
}

public import SchemaCore
public import SourceText

/// Memberships: `member_of` of a role, decoded with the role.
public enum MembershipKind: ObjectKind {
  public typealias Object = Membership
  public static var id: KindID { .membership }
  public static var driftType: String? { "role" }
  public static var places: [YAMLPlace] { [] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {}

  /// Memberships of all but the predefined roles, also those in predefined roles.
  ///
  /// PostgreSQL 16 gives whoever creates a role the right to administer it as a membership
  /// that neither inherits nor may SET ROLE: that is no membership in a project's sense.
  public static var catalog: CatalogQuery<Membership>? {
    CatalogQuery(
      sql: { version in
        """
        SELECT min(m.oid::bigint), r.rolname, p.rolname,
               array_agg(DISTINCT g.rolname::text) FILTER (WHERE g.oid IS NOT NULL),
               bool_or(m.admin_option), bool_or(m.inherit_option), bool_or(m.set_option)
        FROM \(version >= 160_000 ? grantedMemberships : olderMemberships) m
        JOIN pg_roles r ON r.oid = m.member
        JOIN pg_roles p ON p.oid = m.roleid
        LEFT JOIN pg_roles g ON g.oid = m.grantor
        WHERE r.rolname !~ '^pg_'
        GROUP BY r.rolname, p.rolname
        ORDER BY r.rolname, p.rolname
        """
      },
      decode: { row, _ in
        var membership = Membership(member: row.text(1), parent: row.text(2))
        membership.grantors = row.array(3)
        membership.admin = .set(row.bool(4))
        membership.inherit = .set(row.bool(5))
        membership.set = .set(row.bool(6))
        return membership
      })
  }

  private static let grantedMemberships = """
    (SELECT oid, member, roleid, grantor, admin_option, inherit_option, set_option
     FROM pg_auth_members
     WHERE inherit_option OR set_option)
    """

  /// Rows have no OID, and the grantor decides nothing, before PostgreSQL 16.
  private static let olderMemberships = """
    (SELECT 0 AS oid, member, roleid, NULL::oid AS grantor, admin_option,
            true AS inherit_option, true AS set_option FROM pg_auth_members)
    """

  /// An option that isn't written is left as it is, or is what a plain GRANT gives.
  public static func normalized(
    _ declared: Membership, in context: NormalizationContext
  ) -> Membership {
    let live = context.live.object(declared.id, as: Membership.self)
    var copy = declared
    if copy.admin == .leftAsIs { copy.admin = live?.admin ?? .set(false) }
    if copy.inherit == .leftAsIs { copy.inherit = live?.inherit ?? .leftAsIs }
    if copy.set == .leftAsIs { copy.set = live?.set ?? .leftAsIs }
    return copy
  }
}

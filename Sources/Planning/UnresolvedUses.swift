import SQLText
public import SchemaCore

/// Returns the uses of names that the project doesn't declare.
///
/// - Parameter live: when given, names that are live count as known too.
public func unresolvedUses(
  in declarations: Declarations, live: Snapshot? = nil, kinds: KindSet, defaultSchema: String
) -> [Declarations.Use] {
  let declared = NameIndex(
    declarations.snapshot, kinds: kinds, defaultSchema: defaultSchema)
  let found = live.map { NameIndex($0, kinds: kinds, defaultSchema: defaultSchema) }
  return declarations.uses.filter { use in
    if case .object(let id) = use.reference {
      return !declarations.snapshot.contains(id) && live?.contains(id) != true
    }
    let schema = use.origin.schema
    return declared.objects(for: use.reference, from: schema).isEmpty
      && found?.objects(for: use.reference, from: schema).isEmpty != false
  }
}

import SQLText
public import SchemaCore

/// A declared and a live form of an object's expressions that were once found to be the same.
public struct Fingerprint: Hashable, Sendable {
  public var declared: String
  public var live: String

  /// Creates a fingerprint from two recorded hashes.
  public init(declared: String, live: String) {
    self.declared = declared
    self.live = live
  }

  /// Creates the fingerprint of a declared object and its live twin.
  public init(declared: any SchemaObject, live: any SchemaObject) {
    self.declared = StableHash(of: declared.expressions).hexadecimal
    self.live = StableHash(of: live.expressions).hexadecimal
  }
}

/// Declared objects with the live spelling of every expression known to be the same.
public struct ExpressionMatch: Sendable {
  public var declared: Snapshot
  /// What must be asked of the server before the rest can be told.
  public var probes: [(id: ObjectID, probe: Probe)] = []
}

/// Compares expressions without the server: by text, by recorded fingerprint, by tokens.
///
/// - Parameters:
///   - fingerprints: what an earlier run recorded, by `fingerprintKey`.
///   - before: the state before the plan's renames, which the server is asked about.
public func matchExpressions(
  declared: Snapshot, in context: PlanContext, kinds: KindSet,
  fingerprints: [String: Fingerprint], before: BeforeRenames? = nil
) -> ExpressionMatch {
  var match = ExpressionMatch(declared: declared)
  for (id, object) in declared.objects {
    guard let live = context.live[id] else { continue }
    let wanted = object.expressions
    guard !wanted.isEmpty, let kind = kinds[id.kind] else { continue }
    let found = live.expressions
    guard wanted != found, wanted.count == found.count else { continue }
    let derived = kind.derivedExpressions
    let isSame =
      // What is called otherwise by now was recorded of another text.
      before == nil && isRecorded(object, live, fingerprints[fingerprintKey(id)])
      || zip(wanted, found).enumerated().allSatisfy { slot, pair in
        derived.contains(slot) || lexicallyEqual(pair.0, pair.1)
      }
    if isSame {
      match.declared.insert(object.withExpressions(found))
    } else if let before {
      guard let pair = before.pair(id), before.canBeAsked(object),
        let probe = probe(pair.declared, against: pair.live, of: kind, in: before.context)
      else { continue }
      match.probes.append((id, probe))
    } else if let probe = probe(object, against: live, of: kind, in: context) {
      match.probes.append((id, probe))
    }
  }
  return match
}

/// Takes the server's answers over: what it deparses like the live form is the same.
///
/// - Parameter answers: the canonical expressions, without those that can't be built.
public func applyProbeAnswers(
  _ answers: [ObjectID: [String]], to declared: Snapshot, live: Snapshot, kinds: KindSet,
  before: BeforeRenames? = nil
) -> Snapshot {
  var result = declared
  for (id, canonical) in answers {
    guard let object = declared[id], let twin = live[id], canonical.count == twin.expressions.count
    else { continue }
    let found = twin.expressions
    let derived = kinds[id.kind]?.derivedExpressions ?? []
    if let before {
      let taken = before.taken(canonical, for: id, declared: object, live: twin, derived: derived)
      if let taken { result.insert(object.withExpressions(taken)) }
      continue
    }
    var expressions = object.expressions
    for slot in expressions.indices {
      if canonical[slot] == found[slot] {
        expressions[slot] = found[slot]
      } else if derived.contains(slot) {
        expressions[slot] = canonical[slot]
      }
    }
    result.insert(object.withExpressions(expressions))
  }
  return result
}

/// Returns the key under which an object's fingerprint is recorded.
public func fingerprintKey(_ id: ObjectID) -> String {
  var key = "\(id.kind.rawValue) \(id.schema).\(id.name)"
  if !id.member.isEmpty { key += ".\(id.member)" }
  return key
}

private func isRecorded(
  _ declared: any SchemaObject, _ live: any SchemaObject, _ recorded: Fingerprint?
) -> Bool {
  guard let recorded else { return false }
  return recorded == Fingerprint(declared: declared, live: live)
}

private func probe<Kind: ObjectKind>(
  _ declared: any SchemaObject, against live: any SchemaObject, of kind: Kind.Type,
  in context: PlanContext
) -> Probe? {
  guard let declared = declared as? Kind.Object, let live = live as? Kind.Object else {
    return nil
  }
  return kind.probe(declared, against: live, in: context)
}

extension SchemaObject {
  /// Returns the object with other expressions.
  fileprivate func withExpressions(_ expressions: [String]) -> any SchemaObject {
    var copy = self
    copy.expressions = expressions
    return copy
  }
}

public import SchemaCore

extension CommentKind {
  /// Follows a constraint without a name of its own to the live name that it takes over, and a cast to its types' schemas.
  public static func normalized(_ comment: Comment, in context: NormalizationContext) -> Comment {
    var comment = comment
    switch context.declared[comment.target] {
    case let key as ForeignKey:
      comment.target = ForeignKeyKind.normalized(key, in: context).id
    case let unique as UniqueConstraint:
      comment.target = UniqueConstraintKind.normalized(unique, in: context).id
    case let key as PrimaryKey:
      comment.target = PrimaryKeyKind.normalized(key, in: context).id
    case let cast as Cast:
      comment.target = CastKind.normalized(cast, in: context).id
    case let sequence as NumberSequence:
      comment.target = SequenceKind.normalized(sequence, in: context).id
    default: break
    }
    return comment
  }
}

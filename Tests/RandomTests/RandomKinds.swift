extension RandomKind {
  /// Every kind whose objects are documents of single keys: a kind is added here.
  static let all: [RandomKind] = [
    domain, compositeType, rangeType, collation, sequence, routine, procedure, aggregate,
    eventFunction, eventTrigger, operatorFunction, `operator`, cast, dictionary, configuration,
    wrapper, server, foreignTable, publication, schema, defaultPrivileges, operatorFamily,
    operatorClass,
  ]
}

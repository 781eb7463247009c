/// Looks at a session from another one while a statement of it is in progress.
struct Watch: Sendable {
  let pid: Int32
  let observer: Observer
  /// How long the statement is left alone, and how often it is looked at after that.
  let start: Duration
  let interval: Duration
  /// The operation outside transactions, whose index build is followed.
  let operation: Int?
  let progress: @Sendable (ExecutionEvent) -> Void

  /// Half of the lock timeout: a wait that long may fail, and names are needed before it does.
  init(
    _ unit: ExecutionUnit, pid: Int32, observer: Observer, options: ExecutionOptions,
    progress: @escaping @Sendable (ExecutionEvent) -> Void
  ) {
    let isBounded = !unit.isUnbounded && options.lockTimeout > 0
    self.pid = pid
    self.observer = observer
    start = .milliseconds(isBounded ? options.lockTimeout / 2 : 500)
    interval = .milliseconds(isBounded ? 100 : 500)
    operation = unit.form == .outside ? unit.operations.first : nil
    self.progress = progress
  }

  /// Looks until the task is cancelled; returns who was seen blocking last.
  func run() async -> [Blocker] {
    var seen: [Blocker] = []
    do {
      try await Task.sleep(for: start)
      while !Task.isCancelled {
        let blockers = await observer.blockers(of: pid)
        if !blockers.isEmpty {
          let isNews = blockers.map(\.pid) != seen.map(\.pid)
          seen = blockers
          if isNews { progress(.waiting(blockers: blockers)) }
        }
        if let operation, let found = await observer.indexProgress(of: pid) {
          progress(
            .indexProgress(operation, phase: found.phase, done: found.done, total: found.total))
        }
        try await Task.sleep(for: interval)
      }
    } catch {
      // Only the end of the statement interrupts the sleep.
    }
    return seen
  }
}

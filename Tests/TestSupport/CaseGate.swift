/// Lets a few cases run at a time: each holds several connections to the one server.
public actor CaseGate {
  public static let shared = CaseGate(width: 4)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Creates a gate that lets so many through at a time.
  public init(width: Int) { free = width }

  public func pass<R: Sendable>(_ body: @Sendable () async throws -> R) async throws -> R {
    await enter()
    defer { leave() }
    return try await body()
  }

  private func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}

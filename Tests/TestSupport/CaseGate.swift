/// Lets a few cases or tests run at a time: each holds several connections to the one server.
public actor CaseGate {
  public static let shared = CaseGate(width: 4)

  /// The tests with a database of their own.
  static let databases = CaseGate(width: 40)
  /// Whether the task has passed that gate: a second database needs no second place.
  @TaskLocal static var hasDatabase = false

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Creates a gate that lets so many through at a time.
  public init(width: Int) { free = width }

  public func pass<R: Sendable>(_ body: @Sendable () async throws -> R) async throws -> R {
    await enter()
    defer { leave() }
    return try await body()
  }

  func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}

import Synchronization
public import SystemPackage

/// The one way to standard output and standard error.
///
/// Standard output is buffered; standard error is written at once, after what standard output
/// still holds, so that both keep their order on one terminal. A reader that has closed its
/// pipe ends the writing quietly.
public final class Output: Sendable {
  /// One of the two streams.
  public enum Stream: Sendable, Hashable, CaseIterable {
    case standardOutput, standardError
  }

  private struct State {
    var buffer: [UInt8] = []
    var closed: Set<Stream> = []
    var failure: Errno?
    var progress: ProgressLine
  }

  private let descriptors: [Stream: FileDescriptor]
  private let terminals: Set<Stream>
  private let colored: Set<Stream>
  private let columns: Int?
  private let showsProgress: Bool
  private let state: Mutex<State>

  /// Creates an output over the process's streams.
  ///
  /// - Parameter environment: looks up NO_COLOR, TERM and COLUMNS.
  public convenience init(
    colorMode: ColorMode = .auto,
    environment: (String) -> String? = { environmentVariable($0) }
  ) {
    let descriptors: [Stream: FileDescriptor] = [
      .standardOutput: .standardOutput, .standardError: .standardError,
    ]
    self.init(
      descriptors, terminals: Set(Stream.allCases.filter { refersToTerminal(descriptors[$0]) }),
      colorMode: colorMode, environment: environment)
  }

  /// Creates an output over any descriptors; `terminals` says which count as terminals.
  init(
    _ descriptors: [Stream: FileDescriptor], terminals: Set<Stream>, colorMode: ColorMode,
    environment: (String) -> String?, progressInterval: Duration = .milliseconds(100)
  ) {
    self.descriptors = descriptors
    self.terminals = terminals
    colored = Set(
      Stream.allCases.filter {
        colorMode.isColored(onTerminal: terminals.contains($0), environment: environment)
      })
    columns = environment("COLUMNS").flatMap { Int($0) }
    showsProgress = terminals.contains(.standardError) && environment("TERM") != "dumb"
    state = Mutex(State(progress: ProgressLine(interval: progressInterval)))
  }

  /// Returns whether a stream is a terminal.
  public func isTerminal(_ stream: Stream) -> Bool { terminals.contains(stream) }

  /// Returns the colours that a stream gets.
  public func style(for stream: Stream) -> Style { Style(isColored: colored.contains(stream)) }

  /// Returns a stream's width in columns; 100 where it is no terminal.
  public func width(of stream: Stream) -> Int {
    guard terminals.contains(stream) else { return 100 }
    return terminalWidth(descriptors[stream]) ?? columns ?? 80
  }

  /// Returns the options for text on a stream.
  public func textOptions(
    for stream: Stream, isVerbose: Bool = false, isQuiet: Bool = false
  ) -> TextOptions {
    TextOptions(
      style: style(for: stream), width: width(of: stream), isVerbose: isVerbose, isQuiet: isQuiet)
  }

  /// Whether the reader of standard output has gone, so that nobody reads what is written.
  public var isClosed: Bool { state.withLock { $0.closed.contains(.standardOutput) } }

  /// The first error of writing other than a closed pipe (a full disk), nil where there is none.
  public var failure: Errno? { state.withLock { $0.failure } }

  /// Writes a text as it is.
  public func write(_ text: String, to stream: Stream = .standardOutput) {
    state.withLock { state in
      erase(&state)
      if stream == .standardOutput {
        state.buffer += text.utf8
        if terminals.contains(stream) || state.buffer.count >= 1 << 16 { flush(&state) }
      } else {
        flush(&state)
        send(Array(text.utf8), to: stream, &state)
      }
    }
  }

  /// Writes what is buffered and erases the progress line; call it before the process ends.
  public func flush() {
    state.withLock { state in
      erase(&state)
      flush(&state)
    }
  }

  /// Shows a text on the live line of standard error; does nothing where that is no terminal.
  public func showProgress(_ text: String) {
    guard showsProgress else { return }
    let width = width(of: .standardError)
    state.withLock { state in
      perform(state.progress.update(text, at: .now, width: width), &state)
    }
  }

  /// Erases the live line.
  public func clearProgress() {
    state.withLock { erase(&$0) }
  }

  // MARK: Under the lock

  private func perform(_ action: ProgressLine.Action, _ state: inout State) {
    switch action {
    case .nothing: break
    case .draw(let line):
      flush(&state)
      send(Array(line.utf8), to: .standardError, &state)
    case .wait(let deadline):
      Task { [weak self] in
        try? await Task.sleep(until: deadline, clock: .continuous)
        self?.drawPendingProgress()
      }
    }
  }

  private func drawPendingProgress() {
    let width = width(of: .standardError)
    state.withLock { state in
      perform(state.progress.wakeUp(at: .now, width: width), &state)
    }
  }

  private func erase(_ state: inout State) {
    let text = state.progress.erase()
    if !text.isEmpty { send(Array(text.utf8), to: .standardError, &state) }
  }

  private func flush(_ state: inout State) {
    guard !state.buffer.isEmpty else { return }
    send(state.buffer, to: .standardOutput, &state)
    state.buffer.removeAll(keepingCapacity: true)
  }

  private func send(_ bytes: [UInt8], to stream: Stream, _ state: inout State) {
    guard !state.closed.contains(stream), let descriptor = descriptors[stream] else { return }
    do {
      try writeAll(bytes, to: descriptor)
    } catch {
      state.closed.insert(stream)
      if error != .brokenPipe { state.failure = state.failure ?? error }
    }
  }
}

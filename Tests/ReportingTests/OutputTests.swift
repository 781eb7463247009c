import SystemPackage
import Testing

@testable import Reporting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct OutputTests {
  /// An output over two pipes, and what is read from them once it is done.
  private struct Pipes {
    let out = try! FileDescriptor.pipe()
    let error = try! FileDescriptor.pipe()

    func output(
      terminals: Set<Output.Stream> = [], environment: [String: String] = [:]
    ) -> Output {
      Output(
        [.standardOutput: out.writeEnd, .standardError: error.writeEnd], terminals: terminals,
        colorMode: .auto, environment: { environment[$0] }, progressInterval: .seconds(3600))
    }

    func read() throws -> (out: String, error: String) {
      try out.writeEnd.close()
      try error.writeEnd.close()
      return (try contents(of: out.readEnd), try contents(of: error.readEnd))
    }
  }

  @Test func aClosedPipeEndsQuietly() throws {
    // As a program meets it: the signal ends the process.
    _ = signal(SIGPIPE, SIG_DFL)
    let pipes = Pipes()
    let output = pipes.output()
    try pipes.out.readEnd.close()
    output.write("nobody reads this\n")
    output.flush()
    #expect(output.isClosed)
    #expect(output.failure == nil)
    output.write(String(repeating: "x", count: 1 << 17))
    output.write("still heard\n", to: .standardError)
    try pipes.out.writeEnd.close()
    try pipes.error.writeEnd.close()
    #expect(try contents(of: pipes.error.readEnd) == "still heard\n")
  }

  @Test func otherErrorsAreKept() throws {
    let full = try FileDescriptor.open("/dev/full", .writeOnly)
    let output = Output(
      [.standardOutput: full], terminals: [], colorMode: .never, environment: { _ in nil })
    output.write("x")
    output.flush()
    try full.close()
    #expect(output.failure == .noSpace)
  }

  @Test func standardOutputIsBufferedAndKeepsItsOrder() throws {
    let pipes = Pipes()
    let output = pipes.output()
    output.write("one ")
    output.write("two")
    output.write("remark", to: .standardError)
    output.write(" three")
    output.flush()
    let read = try pipes.read()
    #expect(read.out == "one two three")
    #expect(read.error == "remark")
  }

  @Test func progressIsForTerminalsOnly() throws {
    for (terminals, environment) in [
      ([], [:]), ([.standardOutput], [:]), ([.standardError], ["TERM": "dumb"]),
    ] as [(Set<Output.Stream>, [String: String])] {
      let pipes = Pipes()
      let output = pipes.output(terminals: terminals, environment: environment)
      output.showProgress("working")
      output.flush()
      let read = try pipes.read()
      #expect(read.out.isEmpty && read.error.isEmpty)
    }
  }

  @Test func progressIsErasedBeforeOtherText() throws {
    let pipes = Pipes()
    let output = pipes.output(terminals: [.standardError], environment: ["COLUMNS": "20"])
    output.showProgress("building index idx_orders_total")
    output.showProgress("too soon")
    output.write("done\n")
    output.clearProgress()
    output.flush()
    let read = try pipes.read()
    #expect(read.out == "done\n")
    #expect(read.error == "\r\u{1b}[2Kbuilding index idx…\r\u{1b}[2K")
  }

  @Test func aQuickSuccessorIsDrawnLater() {
    var line = ProgressLine(interval: .milliseconds(100))
    let start = ContinuousClock.now
    let later = start + .milliseconds(100)
    #expect(line.update("a", at: start, width: 80) == .draw("\r\u{1b}[2Ka"))
    #expect(line.update("b", at: start, width: 80) == .wait(until: later))
    #expect(line.update("c", at: start, width: 80) == .nothing)
    #expect(line.wakeUp(at: later, width: 80) == .draw("\r\u{1b}[2Kc"))
    #expect(line.update("d", at: later, width: 80) == .wait(until: later + .milliseconds(100)))
    #expect(line.erase() == "\r\u{1b}[2K")
    #expect(line.wakeUp(at: later + .milliseconds(100), width: 80) == .nothing)
    #expect(line.erase() == "")
  }

  @Test func colorsFollowTheStream() {
    let output = Pipes().output(terminals: [.standardError])
    #expect(!output.style(for: .standardOutput).isColored)
    #expect(output.style(for: .standardError).isColored)
    #expect(output.width(of: .standardOutput) == 100)
    #expect(output.width(of: .standardError) == 80)
  }
}

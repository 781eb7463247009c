internal import Subprocess
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A running `postgres`, started through a shell so that it is no child of this process.
///
/// Two channels tie both together: the server's processes hold the write end of the pipe `life`,
/// which so ends with the last of them; a watching shell reads the socket `leash`, which ends with
/// this process.
struct ServerProcess: Sendable {
  private let pid: pid_t
  private let life: FileDescriptor
  private let leash: FileDescriptor

  /// Starts the server in `$1`; `$2` tells whether to watch, the rest is the command.
  ///
  /// Background commands of a shell ignore SIGINT and SIGQUIT, but postgres sets its own handlers.
  private static let script = """
    exec 3<&0
    directory=$1 watch=$2
    shift 2
    "$@" </dev/null 2>>"$directory/log" 3<&- &
    server=$!
    echo $server
    [ "$watch" = watch ] || exit 0
    {
      read -r word <&3
      [ "$word" = stopped ] && exit 0
      kill -QUIT $server
      tries=0
      while kill -0 $server && [ $tries -lt 60 ]; do sleep 0.1; tries=$((tries + 1)); done
      cd / && rm -rf "$directory"
    } >/dev/null 2>&1 &
    """

  static func start(
    installation: PostgresInstallation, directory: String, user: ServerUser,
    settings: [String: String], keepRunning: Bool
  ) async throws(EphemeralServerError) -> ServerProcess {
    let options = settings.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    let postgres =
      ["\(installation.binDirectory)/postgres", "-D", "\(directory)/data", "-k", directory]
      + ["-p", "5432"] + options
    let command = try user.command(
      "/bin/sh",
      ["-c", script, "schema-flow", directory, keepRunning ? "keep" : "watch"] + postgres)
    do {
      let life = try pipe()
      let leash = try socketPair()
      let result = try await run(
        command.executable, arguments: command.arguments,
        environment: .inherit.updating(["PGDATA": nil, "PGPORT": nil]),
        workingDirectory: FilePath(directory), platformOptions: ServerUser.platformOptions,
        input: .fileDescriptor(leash.theirs, closeAfterSpawningProcess: true),
        output: .fileDescriptor(life.writeEnd, closeAfterSpawningProcess: true),
        error: .discarded)
      guard result.terminationStatus.isSuccess, let pid = readPID(life.readEnd) else {
        throw EphemeralServerError("cannot run \(installation.binDirectory)/postgres")
      }
      let process = ServerProcess(pid: pid, life: life.readEnd, leash: leash.ours)
      try await process.waitUntilReady(directory)
      return process
    } catch let error as EphemeralServerError {
      throw error
    } catch {
      throw EphemeralServerError("cannot run \(installation.binDirectory)/postgres: \(error)")
    }
  }

  /// Ends the server at once and waits for its processes; its data is not to be used again.
  func stop() {
    // SIGQUIT lets the server free its shared memory, which SIGKILL would leave behind.
    for signal in [SIGQUIT, SIGKILL] where !hasEnded(within: 0) {
      kill(pid, signal)
      if hasEnded(within: 10_000) { break }
    }
    // Without this word the watching shell would signal a process id that may be used again.
    let word = Array("stopped\n".utf8)
    _ = send(leash.rawValue, word, word.count, Socket.withoutSignal)
    try? leash.close()
    try? life.close()
  }

  /// Whether the server's last process is gone: the pipe is empty and becomes readable at its end.
  private func hasEnded(within milliseconds: Int32) -> Bool {
    Socket.wait(life.rawValue, for: Socket.readable, milliseconds: milliseconds) != 0
  }

  /// Creates a pipe that other child processes don't inherit.
  private static func pipe() throws -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
    let ends = try FileDescriptor.pipe()
    for end in [ends.readEnd, ends.writeEnd] {
      _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC)
    }
    return ends
  }

  /// Creates a pair of sockets, to which unlike a pipe one can write without a SIGPIPE.
  private static func socketPair() throws -> (ours: FileDescriptor, theirs: FileDescriptor) {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Socket.stream, 0, &ends) == 0 else {
      throw Errno(rawValue: errno)
    }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    return (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
  }

  private static func readPID(_ input: FileDescriptor) -> pid_t? {
    var buffer = [UInt8](repeating: 0, count: 32)
    let count = buffer.withUnsafeMutableBytes { (try? input.read(into: $0)) ?? 0 }
    return pid_t(String(decoding: buffer[..<count], as: UTF8.self).withoutTrailingSpace)
  }

  /// Waits for the last line of `postmaster.pid` to say that the server takes connections.
  private func waitUntilReady(_ directory: String) async throws(EphemeralServerError) {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(60)
    while !text(ofFile: "\(directory)/data/postmaster.pid").contains("\nready") {
      if hasEnded(within: 0) || clock.now >= deadline || Task.isCancelled {
        stop()
        let log = text(ofFile: "\(directory)/log").withoutTrailingSpace
        throw EphemeralServerError("the server did not start: \(log)")
      }
      try? await Task.sleep(for: .milliseconds(5))
    }
  }

  private func text(ofFile path: String) -> String {
    guard let file = try? FileDescriptor.open(path, .readOnly) else { return "" }
    defer { try? file.close() }
    var buffer = [UInt8](repeating: 0, count: 16 * 1024)
    let count = buffer.withUnsafeMutableBytes { (try? file.read(into: $0)) ?? 0 }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}

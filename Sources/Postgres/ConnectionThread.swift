#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Runs an actor's jobs on a thread of its own, where libpq may block.
///
/// The thread starts with the first job and ends after ``stop()``. A job that comes later, as a
/// call on a closed connection, starts it again for as long as there are jobs.
final class ConnectionThread: SerialExecutor, @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var jobs: [UnownedJob] = []
  private var isRunning = false
  private var isStopping = false

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    pthread_mutex_lock(mutex)
    jobs.append(UnownedJob(job))
    let mustStart = !isRunning
    isRunning = true
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
    if mustStart {
      startThread { self.runJobs() }
    }
  }

  /// Ends the thread once its jobs are done; safe from any thread, its own included.
  func stop() {
    pthread_mutex_lock(mutex)
    isStopping = true
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  private func runJobs() {
    while let job = nextJob() {
      job.runSynchronously(on: asUnownedSerialExecutor())
    }
  }

  private func nextJob() -> UnownedJob? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while jobs.isEmpty && !isStopping {
      pthread_cond_wait(condition, mutex)
    }
    if jobs.isEmpty {
      isRunning = false
      return nil
    }
    return jobs.removeFirst()
  }
}

/// Runs the body on a new thread that nobody waits for.
func startThread(_ body: @escaping @Sendable () -> Void) {
  final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
  #if canImport(Glibc)
    var thread = pthread_t()
  #else
    var thread: pthread_t?
  #endif
  let argument = Unmanaged.passRetained(Body(body)).toOpaque()
  let status = pthread_create(
    &thread, nil,
    { argument in
      #if canImport(Glibc)
        let argument = argument!
      #endif
      Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
      return nil
    }, argument)
  precondition(status == 0, "no thread can be created: error \(status)")
  #if canImport(Glibc)
    pthread_detach(thread)
  #else
    pthread_detach(thread!)
  #endif
}

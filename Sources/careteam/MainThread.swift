import Dispatch
import Synchronization

/// Runs the command's task on the process's first thread, where it would else be handed to a pool's threads: starting
/// those costs a command that only reads the mailbox more than the reading.
final class MainThread: TaskExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var isAsleep = false
  }

  private let state = Mutex(State())
  /// What wakes the thread.
  private let bell = DispatchSemaphore(value: 0)

  /// Takes over a job, from any thread.
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isAsleep = state.withLock { state in
      state.jobs.append(job)
      defer { state.isAsleep = false }
      return state.isAsleep
    }
    if isAsleep { bell.signal() }
  }

  /// Runs a task and what follows from it; the task ends the process.
  func run(_ task: @escaping @Sendable () async -> Never) -> Never {
    Task(executorPreference: self) { await task() }
    while true {
      let jobs = state.withLock { state in
        state.isAsleep = state.jobs.isEmpty
        defer { state.jobs.removeAll(keepingCapacity: true) }
        return state.jobs
      }
      for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
      if jobs.isEmpty { bell.wait() }
    }
  }
}

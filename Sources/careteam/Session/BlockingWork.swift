import Dispatch

/// Work that blocks, kept off the threads that Swift's tasks share.
enum BlockingWork {
  /// Runs it on a thread of the system's pool.
  static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: work()) }
    }
  }
}

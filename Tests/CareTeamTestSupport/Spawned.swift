import Dispatch
package import Glibc
import Synchronization

/// A program that was started, to be waited for or ended by its number.
package final class Spawned: Sendable {
  package let pid: pid_t
  private let status = Mutex<Int32?>(nil)
  /// Held while a program starts, so that none inherits a pipe which is not closed on exec yet.
  private static let starting = Mutex(())

  /// A pipe whose ends no program inherits unless it is given them.
  package static func pipe() -> (reading: Int32, writing: Int32) {
    starting.withLock { _ in
      var ends: [Int32] = [0, 0]
      precondition(Glibc.pipe(&ends) == 0)
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      return (ends[0], ends[1])
    }
  }

  /// Starts a program with these descriptors as its standard streams, which it gets copies of.
  package init(_ words: [String], environment: [String: String], streams: [Int32], directory: String? = nil) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Copies first, so that a stream that happens to be numbered 0 to 2 is not overwritten before its turn.
    let copies = streams.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
    defer { for copy in copies { close(copy) } }
    for (target, copy) in copies.enumerated() { posix_spawn_file_actions_adddup2(&actions, copy, Int32(target)) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let words = directory.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0] + words } ?? words
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var pid = pid_t()
    let failure = Self.starting.withLock { _ in
      posix_spawnp(&pid, words[0], &actions, &attributes, &arguments, &variables)
    }
    precondition(failure == 0, "cannot run \(words[0]): \(String(cString: strerror(failure)))")
    self.pid = pid
  }

  /// Sends a signal, unless the program is known to have ended.
  package func signal(_ number: Int32) {
    status.withLock { if $0 == nil { kill(pid, number) } }
  }

  /// Waits for the end, and makes one after this many seconds.
  ///
  /// - Returns: the exit status, or 128 and the signal's number, negative when the time was up.
  package func wait(seconds: Double) -> Int32 {
    let isLate = Mutex(false)
    let alarm = DispatchWorkItem {
      isLate.withLock { $0 = true }
      self.signal(SIGKILL)
    }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: alarm)
    defer { alarm.cancel() }
    var facts = siginfo_t()
    // The number stays taken until the status is fetched below, so that no other program can be signalled by mistake.
    while waitid(P_PID, id_t(pid), &facts, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    let raw = status.withLock { status in
      if let status { return status }
      var raw: Int32 = 0
      while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
      status = raw
      return raw
    }
    if isLate.withLock({ $0 }) { return -1 }
    return raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + raw & 0x7F
  }
}

@preconcurrency import Dispatch
@preconcurrency import Glibc
import Synchronization

/// SIGINT, SIGTERM and SIGHUP, turned into a request to end, and raised again when all has been said; those that were ignored
/// when the process began stay so.
///
/// The handler writes the signal's number into a pipe. A Dispatch source of signals will not do on Linux: one that
/// arrives while it is being set up is lost, and the handler it leaves behind takes the one that is raised again.
final class Signals: Sendable {
  /// The pipe that the handler writes into; there is one handler in a process.
  private static let pipe = Atomic<Int32>(-1)

  private let source: any DispatchSourceRead
  private let first = Mutex<Int32?>(nil)
  private let atOnce: @Sendable () -> Void

  /// Calls back on the first of them; a second one ends the process at once, unless it is a hangup.
  ///
  /// - Parameters:
  ///   - others: signals that do not end it.
  ///   - onOther: called with each of these.
  ///   - atOnce: done before a second one ends the process.
  init(
    others: [Int32] = [], onOther: @escaping @Sendable (Int32) -> Void = { _ in },
    atOnce: @escaping @Sendable () -> Void = {}, _ onFirst: @escaping @Sendable () -> Void
  ) {
    self.atOnce = atOnce
    var ends: [Int32] = [-1, -1]
    _ = Glibc.pipe(&ends)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let reading = ends[0]
    Self.pipe.store(ends[1], ordering: .sequentiallyConsistent)
    source = DispatchSource.makeReadSource(fileDescriptor: reading)
    source.setEventHandler { [weak self] in
      var number: UInt8 = 0
      guard read(reading, &number, 1) == 1 else { return }
      if others.contains(Int32(number)) { onOther(Int32(number)) } else { self?.take(Int32(number), onFirst) }
    }
    source.resume()
    for number in [SIGINT, SIGTERM, SIGHUP] + others where !Self.isIgnored(number) { Self.listen(to: number) }
  }

  /// Whether whoever started the process wants the signal ignored, as nohup(1) does and a shell for what it runs behind.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Listens to a signal again, which had its own effect for a while.
  static func listen(to number: Int32) { signal(number, note) }

  /// Runs inside whatever the signal interrupted: only what signal-safety(7) allows.
  private static let note: @convention(c) (Int32) -> Void = { number in
    let error = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(Signals.pipe.load(ordering: .relaxed), &byte, 1)
    errno = error
  }

  private func take(_ number: Int32, _ onFirst: () -> Void) {
    let isFirst = first.withLock { first in
      defer { first = first ?? number }
      return first == nil
    }
    if isFirst { return onFirst() }
    // A hangup comes from the terminal, and again from the shell: it is no impatience.
    if number == SIGHUP { return }
    atOnce()
    Self.raise(number)
  }

  /// The first signal that came.
  var received: Int32? { first.withLock { $0 } }

  /// Listens no more.
  func stop() { source.cancel() }

  /// Ends the process by the signal that came, as its parent expects.
  func raiseAgain() {
    guard let number = received else { return }
    Self.raise(number)
  }

  private static func raise(_ number: Int32) {
    signal(number, SIG_DFL)
    var ending = sigset_t()
    sigemptyset(&ending)
    sigaddset(&ending, number)
    pthread_sigmask(SIG_UNBLOCK, &ending, nil)
    kill(getpid(), number)
  }
}

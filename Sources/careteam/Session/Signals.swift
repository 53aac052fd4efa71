@preconcurrency import Dispatch
@preconcurrency import Glibc
import Synchronization

/// SIGINT, SIGTERM and SIGHUP, turned into a request to end, and raised again when all has been said.
final class Signals: Sendable {
  private let sources: [any DispatchSourceSignal]
  private let first = Mutex<Int32?>(nil)

  /// Calls back on the first of them; a second one ends the process at once.
  init(_ onFirst: @escaping @Sendable () -> Void) {
    let numbers = [SIGINT, SIGTERM, SIGHUP]
    sources = numbers.map { DispatchSource.makeSignalSource(signal: $0, queue: .global()) }
    for (number, source) in zip(numbers, sources) {
      signal(number, SIG_IGN)
      source.setEventHandler { [weak self] in
        guard let self else { return }
        let isFirst = first.withLock { first in
          defer { first = first ?? number }
          return first == nil
        }
        if isFirst { onFirst() } else { Self.raise(number) }
      }
      source.resume()
    }
  }

  /// The first signal that came.
  var received: Int32? { first.withLock { $0 } }

  /// Listens no more.
  func stop() { for source in sources { source.cancel() } }

  /// Ends the process by the signal that came, as its parent expects.
  func raiseAgain() {
    guard let number = received else { return }
    Self.raise(number)
  }

  private static func raise(_ number: Int32) {
    signal(number, SIG_DFL)
    kill(getpid(), number)
  }
}

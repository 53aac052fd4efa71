import Glibc

/// What whoever started the process wants done with its signals.
enum InheritedSignal {
  /// Whether a signal is to be ignored, as nohup(1) asks.
  static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

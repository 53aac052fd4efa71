@preconcurrency import Glibc

/// Why standard output or standard error could not be written.
enum OutputError: Error, Sendable, Equatable {
  /// The reader of the pipe is gone (EPIPE): end silently, as by SIGPIPE.
  case closedPipe
  /// The disk is full (ENOSPC, EDQUOT).
  case diskFull
  /// Any other `errno`.
  case failed(Int32)

  /// What failed, then what to do.
  var message: String {
    switch self {
    case .closedPipe: "the reader of the output is gone"
    case .diskFull: "cannot write the output: the disk is full; make room"
    case .failed(let number): "cannot write the output (\(String(cString: strerror(number)))); check where it goes"
    }
  }
}

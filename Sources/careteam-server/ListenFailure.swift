import Glibc
import NIOCore

/// Why a port could not be listened on.
enum ListenFailure: Equatable {
  case busy
  case other(String)

  /// Nil for an error of another kind.
  init?(_ error: any Error) {
    guard let error = error as? IOError else { return nil }
    self = error.errnoCode == EADDRINUSE ? .busy : .other(String(cString: strerror(error.errnoCode)))
  }
}

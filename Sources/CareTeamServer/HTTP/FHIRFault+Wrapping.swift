import GRDB
import Hummingbird

extension FHIRFault {
  /// Any error as a refusal; what is not expected is the server's fault and says nothing of its insides.
  init(wrapping error: any Error) {
    switch error {
    case let fault as FHIRFault: self = fault
    case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
      self.init(507, .exception, "The server's disk is full. Nothing was stored.")
    case let error as DatabaseError where error.resultCode == .SQLITE_BUSY:
      self.init(503, .throttled, "The server is busy. Try again shortly.")
    case is CancellationError: self.init(503, .exception, "The server is stopping. Try again shortly.")
    default: self.init(500, .exception, "The server failed. What was sent is not stored; try again.")
    }
  }
}

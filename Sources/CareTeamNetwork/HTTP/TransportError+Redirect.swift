import CareTeamCore

extension TransportError {
  /// The same failure, met after the server had acted on the request and sent us elsewhere for its answer.
  var afterArrival: TransportError {
    switch self {
    case .timedOut: .timedOut(mayHaveArrived: true)
    case _ where mayHaveArrived: self
    default: .interrupted(message)
    }
  }
}

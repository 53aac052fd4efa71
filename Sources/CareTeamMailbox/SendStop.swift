import CareTeamCore
import CareTeamStore

/// Ends a try early, with what became of it.
struct SendStop: Error {
  var outcome: SendOutcome

  /// Ended with this outcome.
  init(outcome: SendOutcome) { self.outcome = outcome }

  /// Ended because the mailbox could not be written: nothing more was sent.
  init(_ error: StoreError) { self.init(outcome: .tryAgain(CareTeamError(error).message, afterSeconds: nil)) }
}

import CareTeamCore

extension Watch {
  /// Sends the outbox and fetches what is new. “Up” is said only after that has worked.
  func synchronise(
    _ progress: inout Progress, force: Bool = false, _ tell: (WatchItem) async throws(CareTeamError) -> Void
  ) async throws(CareTeamError) {
    guard !plan.isOffline else { return }
    let failure = await signals.whileWanted { await contact(force: force) }
    if isStopping { return }
    guard let failure else {
      progress.failures = 0
      if progress.isUp != true, progress.isBound || !live.pushes || plan.once {
        progress.isUp = true
        try await tell(.up)
      }
      return
    }
    guard !plan.once, failure.mayPass else { throw failure }
    progress.failures += 1
    let pause = failure.retryAfterSeconds.map(Double.init) ?? LiveConnection.pause(after: progress.failures)
    signals.send(.changed, after: pause)
    // Another process that writes to the mailbox is no loss of the server.
    if failure.code != .busy { try await noteLost(&progress, retryInSeconds: Int(pause.rounded(.up)), tell) }
  }

  private func contact(force: Bool) async -> CareTeamError? {
    do throws(CareTeamError) {
      _ = try await mailbox.deliver(DeliveryPlan(force: force, deadline: plan.deadline ?? Deadline(plan.timeout)))
      _ = try await mailbox.sync(by: plan.deadline ?? Deadline(plan.timeout))
      return nil
    } catch {
      return error
    }
  }

  /// Says once that the server is out of touch.
  func noteLost(
    _ progress: inout Progress, retryInSeconds seconds: Int, _ tell: (WatchItem) async throws(CareTeamError) -> Void
  ) async throws(CareTeamError) {
    guard progress.isUp != false else { return }
    progress.isUp = false
    try await tell(.lost(retryInSeconds: seconds))
  }
}

extension CareTeamError {
  /// Whether the server may be as it was after a while: a watch outlives a server that is set up anew, or answers
  /// nonsense for a time.
  fileprivate var mayPass: Bool { code.isRetryable || [.serverProtocol, .notFound].contains(code) }
}

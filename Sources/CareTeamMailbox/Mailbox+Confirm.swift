import CareTeamCore
import CareTeamStore

extension Mailbox {
  /// How long after a create was put on the wire it may still come into sight, in seconds: a slow server goes on with a
  /// request whose sender has given up, and some servers' searches lag behind.
  private static let settlingSeconds: Int64 = 60

  /// Finds out, before a message is sent again, whether the server has it.
  ///
  /// - Returns: nil when it may be sent.
  func confirm(
    _ message: Outgoing, of job: OutboxJob, plan: DeliveryPlan
  ) async throws(SendStop) -> SendOutcome? {
    switch try await lookUp(message, plan: plan) {
    case .found(let outcome): return outcome
    case .absent where dialect.hasConditionalCreate: return nil
    case .cannotSay(let reason) where dialect.hasConditionalCreate:
      throw SendStop(outcome: .unknown(reason, afterSeconds: nil))
    case .absent, .cannotSay: return try await confirmByFetching(message, of: job, plan: plan)
    }
  }

  /// Asks the server whether it has a message, by the identifier its writer gave it.
  func lookUp(_ message: Outgoing, plan: DeliveryPlan) async throws(SendStop) -> LookUp {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await attempt(dialect.lookUp(message, base: account.server), by: plan.deadline)
    } catch {
      throw SendStop(outcome: .unknown(error.message, afterSeconds: nil))
    }
    switch response.status {
    case 401: throw SendStop(outcome: .unknown("the server does not accept the login", afterSeconds: nil))
    case 408, 425, 429, 500...:
      let reason = "the server could not say whether it has the message (\(response.status))"
      throw SendStop(outcome: .unknown(reason, afterSeconds: response.retryAfterSeconds))
    default: return dialect.found(in: response, message: message)
    }
  }

  /// For a server that does not keep a create from happening twice: what is new there is fetched, and a message that is
  /// not among it, and has had the time to be, is not there.
  private func confirmByFetching(
    _ message: Outgoing, of job: OutboxJob, plan: DeliveryPlan
  ) async throws(SendStop) -> SendOutcome? {
    do throws(CareTeamError) {
      try await fetch(dialect.resourceType(of: message), by: plan.deadline)
    } catch {
      guard error.code.isRetryable || error.code == .loginNeeded else {
        throw SendStop(
          outcome: .refused(
            "the server may have it and cannot say (\(error.message)); look there, then send it with ‘careteam outbox "
              + "retry --resend \(job.entry.handle)’ or take it back with ‘careteam outbox cancel’"))
      }
      throw SendStop(outcome: .unknown(error.message, afterSeconds: error.retryAfterSeconds))
    }
    if let arrived = try arrival(of: job) { return .accepted(arrived, version: nil, wasThere: true) }
    let age = job.postedAt.map { now().seconds - $0.seconds } ?? Self.settlingSeconds
    guard age < Self.settlingSeconds, age >= 0 else { return nil }
    throw SendStop(
      outcome: .unknown("the server may still be storing it; it is looked for again", afterSeconds: nil))
  }

  /// The resource that a message has become, where a synchronisation has found it.
  private func arrival(of job: OutboxJob) throws(SendStop) -> Reference? {
    do throws(StoreError) {
      guard try store.outboxEntry(job.entry.handle)?.state == .sent else { return nil }
      return try store.message(job.entry.message)?.reference
    } catch {
      throw SendStop(error)
    }
  }
}

package import CareTeamCore
import CareTeamStore

/// How the outbox is emptied.
package struct DeliveryPlan: Sendable {
  /// Only the messages of this conversation.
  package var conversation: Handle?
  /// Try even what is to be tried later only.
  package var force: Bool
  /// Ask even a server that wants to be left alone.
  package var insists: Bool
  /// When to give up a request; a file's upload goes on as long as bytes move, unless `strict`.
  package var deadline: Deadline
  /// Whether the deadline bounds uploads too.
  package var strict: Bool

  /// A plan for the whole outbox, unless told.
  package init(
    conversation: Handle? = nil, force: Bool = false, insists: Bool = false, deadline: Deadline, strict: Bool = false
  ) {
    self.conversation = conversation
    self.force = force
    self.insists = insists
    self.deadline = deadline
    self.strict = strict
  }
}

extension Mailbox {
  /// How long a process may work on a message before another takes it for dead, in seconds; renewed while it lives.
  static let leaseSeconds: Int64 = 60

  /// Sends what the outbox holds, one try each: conversation by conversation, in order within each.
  ///
  /// A message that cannot be sent holds up those behind it in its conversation, and no other conversation.
  ///
  /// - Returns: the entries that were tried, as they are afterwards.
  /// - Throws: `rateLimited`, with nothing tried, while the server wants to be left alone.
  package func deliver(
    _ plan: DeliveryPlan, progress: TransferProgress? = nil
  ) async throws(CareTeamError) -> [OutboxEntry] {
    try await deliveries(plan, progress: progress).map(\.entry)
  }

  /// The same, with what became of each.
  package func deliveries(
    _ plan: DeliveryPlan, progress: TransferProgress? = nil
  ) async throws(CareTeamError) -> [(entry: OutboxEntry, outcome: SendOutcome)] {
    try takeOverFromTheDead()
    var settled: [(entry: OutboxEntry, outcome: SendOutcome)] = []
    let waiting = try waiting(plan)
    if !waiting.isEmpty, !plan.insists { try respectHold() }
    for conversation in waiting {
      while let job = try claim(conversation, force: plan.force) {
        let outcome = await attempt(job, plan: plan, progress: progress)
        settled.append((try settle(job, outcome), outcome))
        if case .loginNeeded = outcome { return settled }
        if outcome.retryAfterSeconds != nil { return settled }
        guard case .accepted = outcome else { break }
      }
    }
    return settled
  }

  /// The conversations with something to send, that with the oldest message first.
  private func waiting(_ plan: DeliveryPlan) throws(CareTeamError) -> [Handle] {
    var waiting: [Handle] = []
    for entry in try stored({ () throws(StoreError) in try store.outbox(includingSent: false) }) {
      let conversation = entry.conversation.handle
      guard plan.conversation == nil || plan.conversation == conversation else { continue }
      if !waiting.contains(conversation) { waiting.append(conversation) }
    }
    return waiting
  }

  /// A process that was killed leaves its lease behind: there is no need to wait for its end.
  private func takeOverFromTheDead() throws(CareTeamError) {
    try stored { () throws(StoreError) in
      let dead = try store.leaseOwners().filter { !ProcessIdentity.isAlive($0) }
      if !dead.isEmpty { try store.endLeases(of: dead) }
    }
  }

  private func claim(_ conversation: Handle, force: Bool) throws(CareTeamError) -> OutboxJob? {
    try stored { () throws(StoreError) in
      try store.claim(
        conversation: conversation, owner: ProcessIdentity.current.description, at: now(),
        leaseSeconds: Self.leaseSeconds, force: force)
    }
  }

  private func settle(_ job: OutboxJob, _ outcome: SendOutcome) throws(CareTeamError) -> OutboxEntry {
    let entry = job.entry.settled(outcome, now: now(), chance: Double.random(in: 0..<1))
    var reference: Reference?
    if case .accepted(let accepted, _, _) = outcome { reference = accepted }
    try stored { () throws(StoreError) in try store.settle(entry, reference: reference, at: now()) }
    note(job, outcome, reference)
    return entry
  }

  /// What became of a message, for the log; what is tried again is no news.
  private func note(_ job: OutboxJob, _ outcome: SendOutcome, _ reference: Reference?) {
    var activity: Activity
    switch outcome {
    case .accepted: activity = Activity(.sent, account: account.name)
    case .refused:
      activity = Activity(.refused, account: account.name)
      activity.code = CareTeamError.Code.refusedByServer.rawValue
    default: return
    }
    activity.conversations = [job.conversation.handle.description]
    activity.messages = [job.entry.message.description]
    activity.references = [job.conversation.reference, reference].compactMap { $0?.description }
    activity.to = job.recipients.map(\.reference.description)
    activity.patient = job.conversation.patient?.reference.description
    log(activity)
  }

  /// One try, with the lease kept alive while it lasts.
  private func attempt(_ job: OutboxJob, plan: DeliveryPlan, progress: TransferProgress?) async -> SendOutcome {
    let heart = Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: .seconds(Self.leaseSeconds / 3))
        guard !Task.isCancelled else { return }
        _ = try? store.extendLease(
          job.entry.handle, owner: ProcessIdentity.current.description, at: now(), leaseSeconds: Self.leaseSeconds)
      }
    }
    defer { heart.cancel() }
    do throws(SendStop) {
      let job = try await begin(job, plan: plan)
      let start = ContinuousClock.now
      let attachments = try await upload(job, plan: plan, progress: progress)
      // Files take what they take, as long as bytes move; it is not taken from their message.
      var plan = plan
      if !plan.strict { plan.deadline = plan.deadline.later(by: .now - start) }
      let message = try outgoing(job, attachments: attachments)
      if job.mustLookUp, let found = try await confirm(message, of: job, plan: plan) { return found }
      let outcome = try await send(message, of: job, plan: plan)
      guard case .unknown(_, nil) = outcome, case .found(let found) = try await lookUp(message, plan: plan) else {
        return outcome
      }
      return found
    } catch {
      return error.outcome
    }
  }

  private func send(_ message: Outgoing, of job: OutboxJob, plan: DeliveryPlan) async throws(SendStop) -> SendOutcome {
    if !dialect.hasConditionalCreate {
      do throws(StoreError) { try store.notePosting(job.entry.handle, at: now()) } catch { throw SendStop(error) }
    }
    do throws(TransportError) {
      let response = try await attempt(dialect.send(message, base: account.server), by: plan.deadline)
      return dialect.outcome(of: response, sending: message)
    } catch {
      return dialect.outcome(of: error)
    }
  }

  /// Creates what heads a new conversation, where the server has such a thing: the message is an answer in it then.
  private func begin(_ job: OutboxJob, plan: DeliveryPlan) async throws(SendStop) -> OutboxJob {
    let message = try outgoing(job, attachments: [])
    guard let request = dialect.begin(message, base: account.server) else { return job }
    let response: HTTPResponse
    do throws(TransportError) { response = try await attempt(request, by: plan.deadline) } catch {
      throw SendStop(outcome: dialect.outcome(of: error).withoutMessage)
    }
    let outcome = dialect.outcome(of: response, sending: message)
    guard case .accepted(let header, _, _) = outcome else { throw SendStop(outcome: outcome.withoutMessage) }
    var job = job
    job.newConversation = nil
    job.conversation.reference = header
    do throws(StoreError) {
      try store.begin(job.conversation.handle, as: header, at: now())
    } catch {
      throw SendStop(error)
    }
    return job
  }

  private func outgoing(
    _ job: OutboxJob, attachments: [(file: DraftAttachment, content: SentContent)]
  ) throws(SendStop) -> Outgoing {
    Outgoing(
      clientId: job.entry.clientId, conversation: job.conversation.reference, opening: job.newConversation,
      sender: user,
      recipients: job.recipients, patient: job.conversation.patient, inReplyTo: job.inReplyTo?.reference,
      text: job.text,
      sentAt: job.sentAt, threadExtension: try threadExtension(of: job.conversation), attachments: attachments)
  }

  /// How the messages of a conversation without a resource name it.
  private func threadExtension(of conversation: Conversation) throws(SendStop) -> JSON? {
    guard conversation.reference?.isThread == true else { return nil }
    do throws(StoreError) {
      for message in try store.messages(in: conversation.handle, last: 50).reversed() {
        guard let reference = message.reference, let source = try store.source(of: reference) else { continue }
        if let found = Resource(source).threadExtension { return found.json }
      }
      return nil
    } catch {
      throw SendStop(error)
    }
  }
}

extension SendOutcome {
  /// The same about what comes before a message: when it may have arrived, it is asked for again under its own condition,
  /// and the message has not been sent.
  var withoutMessage: SendOutcome {
    if case .unknown(let reason, let seconds) = self { .tryAgain(reason, afterSeconds: seconds) } else { self }
  }
}

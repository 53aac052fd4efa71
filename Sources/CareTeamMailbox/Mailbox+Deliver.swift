package import CareTeamCore
import CareTeamStore

/// How the outbox is emptied.
package struct DeliveryPlan: Sendable {
  /// Only the messages of this conversation.
  package var conversation: Handle?
  /// Try even what is to be tried later only.
  package var force: Bool
  /// When to give up a request; a file's upload goes on as long as bytes move, unless `strict`.
  package var deadline: Deadline
  /// Whether the deadline bounds uploads too.
  package var strict: Bool

  /// A plan for the whole outbox, unless told.
  package init(conversation: Handle? = nil, force: Bool = false, deadline: Deadline, strict: Bool = false) {
    self.conversation = conversation
    self.force = force
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
  package func deliver(
    _ plan: DeliveryPlan, progress: TransferProgress? = nil
  ) async throws(CareTeamError) -> [OutboxEntry] {
    try takeOverFromTheDead()
    var settled: [OutboxEntry] = []
    for conversation in try waiting(plan) {
      while let job = try claim(conversation, force: plan.force) {
        let outcome = await attempt(job, plan: plan, progress: progress)
        settled.append(try settle(job, outcome))
        if case .loginNeeded = outcome { return settled }
        guard case .accepted = outcome else { break }
      }
    }
    return settled
  }

  /// The conversations with something to send, that with the oldest message first.
  private func waiting(_ plan: DeliveryPlan) throws(CareTeamError) -> [Handle] {
    if let conversation = plan.conversation { return [conversation] }
    var waiting: [Handle] = []
    for entry in try stored({ () throws(StoreError) in try store.outbox(includingSent: false) })
    where !waiting.contains(entry.conversation.handle) {
      waiting.append(entry.conversation.handle)
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
    return entry
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
      let attachments = try await upload(job, plan: plan, progress: progress)
      let message = outgoing(job, attachments: attachments)
      if job.mustLookUp, let found = try await lookUp(message, plan: plan) { return found }
      let outcome = await send(message, plan: plan)
      guard case .unknown = outcome else { return outcome }
      return try await lookUp(message, plan: plan) ?? outcome
    } catch {
      return error.outcome
    }
  }

  private func send(_ message: Outgoing, plan: DeliveryPlan) async -> SendOutcome {
    do throws(TransportError) {
      let response = try await attempt(dialect.send(message, base: account.server), by: plan.deadline)
      return dialect.outcome(of: response, sending: message)
    } catch {
      return dialect.outcome(of: error)
    }
  }

  /// Asks the server whether it has the message, before sending what may have arrived already.
  ///
  /// - Returns: nil when it does not have it.
  private func lookUp(_ message: Outgoing, plan: DeliveryPlan) async throws(SendStop) -> SendOutcome? {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await attempt(dialect.lookUp(message, base: account.server), by: plan.deadline)
    } catch {
      throw SendStop(outcome: .unknown(error.message))
    }
    if response.status == 401 { throw SendStop(outcome: .unknown("the server does not accept the login")) }
    do throws(DialectError) {
      return try dialect.found(in: response, message: message)
    } catch {
      throw SendStop(outcome: .unknown("the server could not say whether it has the message (\(response.status))"))
    }
  }

  /// Uploads the files that are not on the server yet, each noted as soon as it is there.
  private func upload(
    _ job: OutboxJob, plan: DeliveryPlan, progress: TransferProgress?
  ) async throws(SendStop) -> [(file: DraftAttachment, url: String)] {
    var uploaded: [(file: DraftAttachment, url: String)] = []
    for item in job.attachments {
      guard let file = item.file else {
        throw SendStop(outcome: .refused("the copy of \(item.attachment.handle) is gone from the mailbox"))
      }
      if let url = item.attachment.url {
        uploaded.append((file, url))
        continue
      }
      let context = job.conversation.reference ?? job.newConversation?.patient.reference
      let request = dialect.upload(file, context: context, base: account.server)
      let url = try await upload(request, timeout: plan.strict ? plan.deadline.remaining : nil, progress: progress)
      do throws(StoreError) {
        try store.setUploaded(attachment: item.attachment.handle, url: url)
      } catch {
        throw SendStop(outcome: .tryAgain(CareTeamError(error).message, afterSeconds: nil))
      }
      uploaded.append((file, url))
    }
    return uploaded
  }

  private func upload(
    _ request: HTTPRequest, timeout: Duration?, progress: TransferProgress?
  ) async throws(SendStop) -> String {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await transport.send(request, timeout: timeout, progress: progress)
    } catch {
      // An upload that may have arrived is no message yet: sending the file again loses and doubles nothing.
      let outcome = dialect.outcome(of: error)
      if case .unknown(let reason) = outcome { throw SendStop(outcome: .tryAgain(reason, afterSeconds: nil)) }
      throw SendStop(outcome: outcome)
    }
    if response.isSuccess, let url = dialect.uploadedURL(in: response) { return url }
    throw SendStop(outcome: dialect.outcome(ofUpload: response))
  }

  private func outgoing(_ job: OutboxJob, attachments: [(file: DraftAttachment, url: String)]) -> Outgoing {
    Outgoing(
      clientId: job.entry.clientId, conversation: job.conversation.reference, opening: job.newConversation,
      sender: user,
      recipients: job.recipients, patient: job.conversation.patient, inReplyTo: job.inReplyTo?.reference,
      text: job.text,
      sentAt: job.sentAt, attachments: attachments)
  }
}

extension OutboxAttachment {
  /// The file to send; nil when the mailbox has no copy of it.
  fileprivate var file: DraftAttachment? {
    guard let path = attachment.path, let size = attachment.size, let sha256 = attachment.sha256 else { return nil }
    return DraftAttachment(
      path: path, filename: attachment.filename ?? "attachment",
      contentType: attachment.contentType ?? MediaType.unknown, size: size, sha256: sha256, sha1: sha1 ?? "")
  }
}

/// Ends a try early, with what became of it.
private struct SendStop: Error {
  var outcome: SendOutcome
}

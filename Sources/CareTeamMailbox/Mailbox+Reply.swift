package import CareTeamCore
import CareTeamStore

/// What became of a message, as `careteam.send/1` says it.
package struct SendResult: Sendable, Equatable {
  /// The outcome in a word.
  package enum Outcome: String, Sendable, CaseIterable {
    case sent
    case queued
    case failed
  }

  package var outcome: Outcome
  package var message: Message
  /// The conversation it belongs to.
  package var conversation: Conversation
  package var entry: OutboxEntry
  /// Whether this identifier had been given before, so that nothing new was sent.
  package var duplicate: Bool
  /// The refused message of the same conversation that it waits behind, until a person has decided about that.
  package var blocker: OutboxEntry?
  /// The message of the same conversation that is sent before it, as long as that waits.
  package var ahead: OutboxEntry?
}

extension Mailbox {
  /// Stores a message in the outbox: from here on it is not lost, whatever happens to this process.
  package func enqueue(_ draft: Draft) throws(CareTeamError) -> SendResult {
    let queued = try stored { () throws(StoreError) in try store.enqueue(draft, at: now()) }
    return try result(of: queued.entry, duplicate: queued.duplicate)
  }

  /// What became of a message whose client id was given before: it is the same message, whatever has happened to the
  /// conversation since.
  package func earlier(_ draft: Draft) throws(CareTeamError) -> SendResult? {
    let entry = try stored { () throws(StoreError) in try store.earlier(draft, at: now()) }
    return try entry.map { entry throws(CareTeamError) in try result(of: entry, duplicate: true) }
  }

  /// Sends a stored message, and those of its conversation that wait before it.
  package func deliver(
    _ sent: SendResult, deadline: Deadline, strict: Bool, progress: TransferProgress? = nil
  ) async throws(CareTeamError) -> SendResult {
    let plan = DeliveryPlan(
      conversation: sent.conversation.handle, force: true, deadline: deadline, strict: strict)
    while true {
      _ = try await deliver(plan, progress: progress)
      let current = try result(of: sent.entry, duplicate: sent.duplicate)
      guard try isInOtherHands(current), !deadline.hasPassed else { return current }
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Whether another process is sending this message, or one before it: it will be known soon what becomes of it.
  private func isInOtherHands(_ sent: SendResult) throws(CareTeamError) -> Bool {
    guard sent.outcome == .queued else { return false }
    let conversation = sent.conversation.handle
    return try stored { () throws(StoreError) in try store.outbox(includingSent: false) }
      .contains { $0.conversation.handle == conversation && $0.state == .claimed && $0.handle <= sent.entry.handle }
  }

  /// The message, its conversation and its outbox entry as they are now.
  package func result(of entry: OutboxEntry, duplicate: Bool) throws(CareTeamError) -> SendResult {
    try stored { () throws(StoreError) in
      guard let message = try store.message(entry.message),
        let conversation = try store.conversation(entry.conversation.handle)
      else { throw .unknown(entry.message.description) }
      let current = try store.outboxEntry(entry.handle) ?? entry
      let waiting = try store.outbox(includingSent: false)
      return SendResult(
        outcome: SendResult.Outcome(current.state), message: message, conversation: conversation, entry: current,
        duplicate: duplicate, blocker: waiting.blocker(of: current), ahead: waiting.ahead(of: current))
    }
  }

  /// Waits until a message of one's own has come this far.
  ///
  /// - Returns: whether it did before the deadline.
  package func wait(
    for state: Delivery.State, of message: Handle, by deadline: Deadline
  ) async throws(CareTeamError) -> Bool {
    while true {
      let current = try stored { () throws(StoreError) in try store.message(message) }
      if let current, current.delivery.state.reaches(state) { return true }
      if current?.delivery.state == .failed || deadline.hasPassed { return false }
      try? await Task.sleep(for: min(.milliseconds(500), deadline.remaining ?? .milliseconds(500)))
      if deadline.hasPassed { return false }
      do throws(CareTeamError) {
        _ = try await deliver(DeliveryPlan(deadline: deadline))
        _ = try await sync(by: deadline)
      } catch {
        guard error.code.isRetryable else { throw error }
      }
    }
  }

  /// Asks the server whether a message is still the newest of its conversation (`--if-latest`).
  package func check(latest: Handle, of conversation: Handle, by deadline: Deadline) async throws(CareTeamError) {
    let owner = try stored { () throws(StoreError) in try store.message(latest) }?.conversation.handle
    guard owner == nil || owner == conversation else {
      throw CareTeamError(
        .badInput,
        "\(latest) is not in \(conversation) but in \(owner?.description ?? ""); --if-latest takes the newest message of "
          + "the conversation that is answered")
    }
    _ = try await sync(by: deadline)
    let newest = try stored { () throws(StoreError) in
      try store.messages(in: conversation, last: 1).last
    }
    guard let newest, newest.handle != latest else { return }
    throw CareTeamError(
      .conversationMoved,
      "\(conversation) has moved on: \(newest.handle) from \(newest.from.name) came after \(latest); "
        + "read it, then send the draft")
  }
}

extension [OutboxEntry] {
  /// The refused message that holds up another of its conversation, so that their order is kept.
  package func blocker(of entry: OutboxEntry) -> OutboxEntry? {
    guard entry.state == .queued else { return nil }
    return first {
      $0.conversation.handle == entry.conversation.handle && $0.state == .failed && $0.handle < entry.handle
    }
  }

  /// The oldest message that is to be sent before another of its conversation.
  package func ahead(of entry: OutboxEntry) -> OutboxEntry? {
    guard entry.state == .queued else { return nil }
    return first {
      $0.conversation.handle == entry.conversation.handle && $0.state != .failed && $0.handle < entry.handle
    }
  }
}

extension SendResult.Outcome {
  init(_ state: OutboxEntry.State) {
    switch state {
    case .sent: self = .sent
    case .queued, .claimed, .unknown: self = .queued
    case .failed: self = .failed
    }
  }
}

extension Delivery.State {
  /// Whether a message in this state has come at least as far as another.
  func reaches(_ other: Delivery.State) -> Bool {
    let way: [Delivery.State] = [.queued, .sent, .delivered, .read]
    guard let mine = way.firstIndex(of: self), let wanted = way.firstIndex(of: other) else { return false }
    return mine >= wanted
  }
}

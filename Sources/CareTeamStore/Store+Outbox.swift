package import CareTeamCore
import GRDB

extension MailboxStore {
  /// Turns a draft into a message that waits to be sent; the draft's own row goes away in the same transaction.
  package func enqueue(_ draft: Draft, at now: Instant) throws(StoreError) -> Enqueued {
    try write { try $0.enqueue(draft, at: now) }
  }

  /// The outbox item that a draft's client id was given to before, if it was.
  package func earlier(_ draft: Draft, at now: Instant) throws(StoreError) -> OutboxEntry? {
    try write { try $0.earlier(draft, at: now) }
  }

  /// The outbox, oldest first.
  package func outbox(includingSent: Bool) throws(StoreError) -> [OutboxEntry] {
    try read { try $0.entries(includingSent ? "" : " WHERE o.state <> 'sent'") }
  }

  /// One outbox item.
  package func outboxEntry(_ handle: Handle) throws(StoreError) -> OutboxEntry? {
    guard handle.kind == .outbox else { return nil }
    return try read { try $0.entry(handle.number) }
  }

  /// Takes the oldest message that may be delivered, for as long as the lease lasts.
  ///
  /// Only the first unsent message of a conversation may be delivered, so that the order is kept: a failed one holds up
  /// those behind it. A lease that ran out leaves the outcome unknown, and the job says to look it up.
  ///
  /// - Parameter force: whether a pause before the next try is skipped.
  package func claim(
    conversation: Handle?, owner: String, at now: Instant, leaseSeconds: Int64, force: Bool = false
  ) throws(StoreError) -> OutboxJob? {
    let waiting = try read {
      try $0.count("SELECT count(*) FROM outbox WHERE state <> 'sent' AND state IN ('queued', 'claimed', 'unknown')")
    }
    guard waiting > 0 else { return nil }
    return try write { transaction in
      try transaction.expireLeases(at: now)
      let number = try transaction.deliverable(in: conversation?.number, at: now, force: force)
      guard let number else { return nil }
      try transaction.run(
        "UPDATE outbox SET state = 'claimed', owner = ?, lease_until = ? WHERE number = ?",
        [owner, now.adding(seconds: leaseSeconds).key, number])
      return try transaction.job(number)
    }
  }

  /// Keeps a claimed item for longer.
  ///
  /// - Returns: whether it is still this owner's; otherwise the work on it must stop.
  package func extendLease(
    _ entry: Handle, owner: String, at now: Instant, leaseSeconds: Int64
  ) throws(StoreError) -> Bool {
    try write { transaction in
      try transaction.run(
        "UPDATE outbox SET lease_until = ? WHERE number = ? AND owner = ? AND state = 'claimed'",
        [now.adding(seconds: leaseSeconds).key, entry.number, owner])
      return transaction.db.changesCount > 0
    }
  }

  /// Notes that a create is about to be put on the wire: from here on the server may have the message.
  package func notePosting(_ entry: Handle, at now: Instant) throws(StoreError) {
    try write {
      try $0.run("UPDATE outbox SET posted = ?, may_exist = 1 WHERE number = ?", [now.key, entry.number])
    }
  }

  /// Where the server keeps a file that was sent in the same conversation before, whatever it was called then.
  package func uploaded(_ file: DraftAttachment, in conversation: Handle) throws(StoreError) -> String? {
    try read { transaction in
      let sent = try transaction.rows(
        """
        SELECT a.message FROM message m JOIN attachment a ON a.message = m.number
        WHERE m.conversation = ? AND m.outgoing = 1 AND m.retracted = 0 AND m.attachment_count > 0
          AND a.sha1 IS NOT NULL AND a.url IS NOT NULL AND a.size = ? GROUP BY a.message
        """, [conversation.number, file.size]
      ) { $0[0] as Int64 }
      for message in sent {
        let twin = try transaction.attachments(of: message).first {
          $0.sha256 == file.sha256 && $0.contentType == file.contentType
        }
        if let url = twin?.url { return url }
      }
      return nil
    }
  }

  /// Notes that the server has the bytes of an attachment, so that they are sent once only.
  package func setUploaded(attachment: Handle, url: String) throws(StoreError) {
    try write { transaction in
      let row = "\(attachment.number).\(attachment.part ?? 0)"
      try transaction.run(
        "UPDATE attachment SET state = 'uploaded', url = ? WHERE message = ? AND part = ?",
        [transaction.stored(url, .attachmentURL, named: row), attachment.number, attachment.part])
    }
  }

  /// The files that a message or a draft has.
  package func filesInUse() throws(StoreError) -> Set<String> {
    try read { try $0.filesInUse() }
  }

  /// Notes what became of a try, as `OutboxEntry.settled` has it; what is sent stays sent.
  ///
  /// - Parameters:
  ///   - entry: the entry after the try.
  ///   - reference: the message's resource once the server has it.
  package func settle(_ entry: OutboxEntry, reference: Reference?, at now: Instant) throws(StoreError) {
    try write { try $0.settle(entry, reference: reference, at: now) }
  }

  /// Notes that what heads a new conversation is on the server, before its first message is.
  package func begin(_ conversation: Handle, as reference: Reference, at now: Instant) throws(StoreError) {
    try write { try $0.begin(conversation.number, as: reference, at: now) }
  }

  /// Takes a message out of the outbox; its text becomes a draft with the same client id.
  package func cancel(_ entry: Handle, at now: Instant) throws(StoreError) -> Draft {
    try write { try $0.cancel(entry, at: now) }
  }

  /// Makes a message ready to be sent again now.
  ///
  /// - Parameter resend: whether a person has seen that the server does not have it, so that it need not be asked.
  package func retry(_ entry: Handle, resend: Bool = false, at now: Instant) throws(StoreError) -> OutboxEntry {
    try write { transaction in
      guard let item = try transaction.entry(entry.number) else { throw StoreError.unknown(entry.description) }
      guard item.state != .sent, item.state != .claimed else {
        throw StoreError.notPossible(entry, state: item.state)
      }
      try transaction.run(
        """
        UPDATE outbox SET state = CASE WHEN state = 'unknown' AND NOT ?1 THEN state ELSE 'queued' END,
          may_exist = may_exist AND NOT ?1, next_attempt = NULL, last_error = NULL WHERE number = ?2
        """, [resend, entry.number])
      try transaction.run("UPDATE message SET failed = 0 WHERE number = ?", [item.message.number])
      try transaction.refresh(item.conversation.handle.number, at: now)
      return try transaction.entry(entry.number) ?? item
    }
  }
}

extension Transaction {
  /// The files that a message or a draft has.
  func filesInUse() throws -> Set<String> {
    let sent = try rows("SELECT path FROM attachment WHERE path IS NOT NULL") { place(ofCopy: $0[0]) }
    let kept = try drafts("", []).flatMap(\.attachments).map(\.path)
    return Set(sent + kept)
  }

  /// Refuses files that were copied for a message before the mailbox was sealed as it is now.
  func check(_ files: [DraftAttachment]) throws {
    guard !files.isEmpty else { return }
    let seal = try seal()?.files
    for file in files where !file.path.isEmpty {
      guard seal.map({ $0.owns(file.path) }) ?? !Attachment.isSealed(file.path) else { throw StoreError.keyChanged }
    }
  }
}

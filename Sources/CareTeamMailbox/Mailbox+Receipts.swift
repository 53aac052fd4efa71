package import CareTeamCore
import CareTeamStore

extension Mailbox {
  /// Notes that messages were shown to a person, and tells the server when it can be reached.
  package func markRead(_ messages: [Handle], by deadline: Deadline) async throws(CareTeamError) {
    _ = try stored { () throws(StoreError) in try store.markRead(messages, at: now()) }
    try await tellReading(by: deadline)
  }

  /// Notes that messages are to be read again.
  package func markUnread(_ messages: [Handle], by deadline: Deadline) async throws(CareTeamError) {
    _ = try stored { () throws(StoreError) in try store.markUnread(messages, at: now()) }
    try await tellReading(by: deadline)
  }

  /// The receipts wait in the mailbox when the server is out of reach: the next synchronisation sends them.
  private func tellReading(by deadline: Deadline) async throws(CareTeamError) {
    guard deadline.remaining != .zero else { return }
    do throws(CareTeamError) {
      try respectHold()
      try await sendReceipts(by: deadline)
    } catch {
      guard error.code.isRetryable || error.exitStatusIsLogin else { throw error }
    }
  }

  /// Sends the receipts that wait.
  func sendReceipts(by deadline: Deadline) async throws(CareTeamError) {
    let pending = try stored { () throws(StoreError) in try store.pendingReceipts() }
    for receipt in pending {
      switch dialect.receipts {
      case .tasks where !receipt.conversation.isThread: try await send(receipt, by: deadline)
      case .status:
        try await acknowledge(receipt.handle, by: deadline)
        try drop(receipt)
      case .tasks, .local: try drop(receipt)
      }
    }
  }

  private func send(_ receipt: PendingReceipt, by deadline: Deadline) async throws(CareTeamError) {
    let progress = progress(receipt)
    var task = receipt.task
    if task == nil {
      let response = try await perform(dialect.createReceipt(progress, base: account.server), by: deadline)
      guard response.isSuccess, let stored = dialect.receiptTask(in: response) else {
        return try refused(receipt, response)
      }
      if response.status == 201 { return try await finish(receipt, stored, by: deadline) }
      task = stored.reference
    }
    guard let task else { return }
    let request = dialect.updateReceipt(progress, task: task, base: account.server)
    let response = try await perform(request, by: deadline)
    guard response.isSuccess else { return try refused(receipt, response) }
    let stored = dialect.receiptTask(in: response) ?? (reference: task, version: nil)
    try await finish(receipt, stored, by: deadline)
  }

  /// A receipt that the server will not have is dropped; one it may have later waits.
  private func refused(_ receipt: PendingReceipt, _ response: HTTPResponse) throws(CareTeamError) {
    let error = CareTeamError(response, doing: "telling what was read")
    if error.code.isRetryable || error.code == .loginNeeded { throw error }
    try drop(receipt)
  }

  private func finish(
    _ receipt: PendingReceipt, _ task: (reference: Reference, version: String?), by deadline: Deadline
  ) async throws(CareTeamError) {
    try stored { () throws(StoreError) in
      try store.settleReceipt(receipt, task: task.reference, version: task.version)
    }
    let read = ([receipt.readThrough] + receipt.readAlso).compactMap { $0 }
    var activity = Activity(read.isEmpty ? .delivered : .receipt, account: account.name)
    activity.conversations = [receipt.handle.description]
    activity.references = (read.isEmpty ? [receipt.deliveredThrough].compactMap { $0 } : read).map(\.description)
    log(activity)
    try await acknowledge(receipt.handle, by: deadline)
  }

  private func drop(_ receipt: PendingReceipt) throws(CareTeamError) {
    try stored { () throws(StoreError) in try store.dropReceipt(receipt) }
  }

  /// In a conversation of two, the messages themselves say that they were read (`Communication.received`).
  private func acknowledge(_ conversation: Handle, by deadline: Deadline) async throws(CareTeamError) {
    let messages = try stored { () throws(StoreError) in try store.unacknowledged(in: conversation, last: 50) }
    for message in messages where message.reference.type == "Communication" {
      let request = dialect.markReceived(message.reference, at: message.readAt ?? now(), base: account.server)
      let response = try await perform(request, by: deadline)
      guard response.isSuccess, let json = try? JSON(parsing: response.body) else { continue }
      let batch = dialect.read([json], for: account)
      _ = try stored { () throws(StoreError) in
        try store.apply(batch, from: "Communication", watermark: nil, at: now())
      }
    }
  }

  private func progress(_ receipt: PendingReceipt) -> ReceiptProgress {
    ReceiptProgress(
      conversation: receipt.conversation, patient: receipt.patient, owner: account.user,
      readThrough: receipt.readThrough, deliveredThrough: receipt.deliveredThrough, readAlso: receipt.readAlso,
      isComplete: receipt.isAllRead,
      at: now())
  }

  /// Opens or closes a conversation on the server, which must be in reach: others go by it.
  package func setClosed(
    _ conversation: Conversation, _ closed: Bool, by deadline: Deadline
  ) async throws(CareTeamError) {
    guard let reference = conversation.reference else {
      throw CareTeamError(.badInput, "\(conversation.handle) has not been sent yet; run ‘careteam sync’ first")
    }
    guard try isClosable(reference) else {
      throw CareTeamError(
        .unsupported,
        "the server keeps no state of \(conversation.handle), which its messages make up; nothing to change")
    }
    try respectHold()
    let request = dialect.setClosed(
      reference, closed, from: conversation.serverStatus, base: account.server)
    var response = try await perform(request, by: deadline)
    if [405, 415, 501].contains(response.status) {
      response = try await replace(reference, closed, from: conversation.serverStatus, by: deadline)
    }
    let what = "changing the status of \(conversation.handle)"
    guard ![405, 501].contains(response.status) else {
      throw CareTeamError(.unsupported, "the server does not let anyone change it (\(response.status), \(what))")
    }
    guard response.isSuccess else { throw CareTeamError(response, doing: what) }
    let status = Dialect.status(of: reference, closed)
    try stored { () throws(StoreError) in
      try store.setStatus(
        conversation: conversation.handle, closed: closed, serverStatus: status, version: nil, at: now())
    }
  }
}

extension Mailbox {
  /// Opens or closes a conversation at a server without patches: its resource as it is there, with another status.
  ///
  /// - Returns: the answer to the update, or to the reading before it where that failed.
  private func replace(
    _ reference: Reference, _ closed: Bool, from status: String?, by deadline: Deadline
  ) async throws(CareTeamError) -> HTTPResponse {
    let current = try await perform(HTTPRequest(get: "\(account.server)/\(reference)"), by: deadline)
    guard current.isSuccess, let json = try? JSON(parsing: current.body), Resource(json).reference == reference else {
      return current
    }
    guard status == nil || json["status"]?.string == status else {
      throw CareTeamError(.conversationMoved, "\(reference) was changed by somebody else; sync and look at it again")
    }
    return try await perform(dialect.replaceClosed(Resource(json), closed, base: account.server), by: deadline)
  }

  /// Whether a conversation has a resource of its own, and not that of its first message, whose status is another thing.
  private func isClosable(_ conversation: Reference) throws(CareTeamError) -> Bool {
    if conversation.type == "CommunicationRequest" { return true }
    guard !conversation.isThread else { return false }
    let source = try stored { () throws(StoreError) in try store.source(of: conversation) }
    return source.map { Payload(of: Resource($0)).isEmpty } ?? false
  }
}

extension CareTeamError {
  fileprivate var exitStatusIsLogin: Bool { code.exitStatus == 77 }
}

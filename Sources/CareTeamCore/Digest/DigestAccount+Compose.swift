extension DigestAccount {
  /// Makes a mailbox's part of a digest.
  ///
  /// - Parameters:
  ///   - answerWithin: in how many business days an answer is expected.
  ///   - today: the day on which it is made.
  ///   - local: where its reader is.
  package init(
    name: String, syncedAt: Instant?, isStale: Bool, from: Cursor, through: Cursor, material: DigestMaterial,
    detail: DigestDetail, answerWithin: Int?, today: CivilDate, local: LocalTime
  ) {
    let groups = Self.groups(material)
    let urgent = groups.filter { $0.priority > .routine }
    let waiting = { (who: WaitingOn.Who) in
      DigestWaiting(
        material.debts.filter { $0.waitingOn.who == who }, detail: detail, answerWithin: answerWithin, today: today,
        local: local)
    }
    self.init(
      name: name, syncedAt: syncedAt, isStale: isStale, from: from, through: through, events: material.events,
      newMessages: material.arrivals.count, conversationCount: groups.count,
      urgent: urgent.reduce(0) { $0 + $1.newMessages }, unread: groups.reduce(0) { $0 + $1.unread },
      failed: material.failed, hasGap: material.hasGap, unreadCount: material.unreadCount,
      conversations: detail == .counts ? [] : groups,
      waitingOnMe: waiting(.me), waitingOnCareTeam: waiting(.careTeam))
  }

  /// The conversations with new messages: urgent ones first, then as the list has them.
  private static func groups(_ material: DigestMaterial) -> [DigestConversation] {
    let arrivals = Dictionary(grouping: material.arrivals, by: \.conversation)
    let groups = material.conversations.map { conversation in
      let new = arrivals[conversation.handle] ?? []
      var seen: Set<Participant> = []
      return DigestConversation(
        conversation: conversation, priority: new.map(\.priority).reduce(conversation.priority, max),
        from: new.compactMap(\.from).filter { seen.insert($0).inserted }, newMessages: new.count,
        unread: new.count { !$0.isRead }, messages: new.compactMap(\.message).sorted { $0.sentAt < $1.sentAt })
    }
    return groups.sorted { left, right in
      if left.priority != right.priority { return left.priority > right.priority }
      if left.conversation.updatedAt != right.conversation.updatedAt {
        return left.conversation.updatedAt > right.conversation.updatedAt
      }
      return left.conversation.handle.number < right.conversation.handle.number
    }
  }
}

extension DigestWaiting {
  /// Weighs the answers that one side owes.
  ///
  /// FHIR lets a request say when it is wanted (R4 CommunicationRequest.occurrence[x]), but no server known to careteam
  /// says it, so what counts is how long an answer has been owed.
  init(
    _ debts: [DigestMaterial.Debt], detail: DigestDetail, answerWithin: Int?, today: CivilDate, local: LocalTime
  ) {
    count = debts.count
    var ranked: [(item: Item, priority: Priority)] = []
    for debt in debts {
      let start = local.day(of: debt.waitingOn.since)
      let days = BusinessDays.count(after: start, through: today)
      let isLate = answerWithin.map { days > $0 } ?? false
      longest = max(longest, days)
      if isLate { late += 1 }
      if days == answerWithin { dueToday += 1 }
      guard detail != .counts, let conversation = debt.conversation else { continue }
      let due = answerWithin.map { BusinessDays.day($0, after: start) }
      ranked.append(
        (
          Item(
            conversation: conversation, since: debt.waitingOn.since, businessDays: days, dueOn: due, isLate: isLate),
          debt.priority
        ))
    }
    items = ranked.sorted { left, right in
      if left.item.isLate != right.item.isLate { return left.item.isLate }
      if left.priority != right.priority { return left.priority > right.priority }
      if left.item.since != right.item.since { return left.item.since < right.item.since }
      return left.item.conversation.handle.number < right.item.conversation.handle.number
    }.map(\.item)
  }
}

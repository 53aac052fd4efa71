import CareTeamCore
import CareTeamTestSupport
import Testing

/// What a digest says, and what it must not.
struct DigestTests {
  private static let now = Instant(seconds: 1_795_510_000)
  private static let local = LocalTime { _ in 0 }

  private static func conversation(
    _ number: Int64, priority: Priority = .routine, updated: Int64 = 0, subject: String = "Skin biopsy"
  ) -> Conversation {
    Conversation(
      handle: Handle(.conversation, number), reference: nil, status: .active, serverStatus: nil, isClosed: false,
      priority: priority, type: .testResult, category: [], reason: nil, subject: subject, medium: nil,
      participants: [], patient: nil, unreadCount: 0, messageCount: 1, attachmentCount: 0, waitingOn: nil,
      lastMessage: nil, createdAt: nil, updatedAt: now.adding(seconds: updated))
  }

  private static let doctor = Participant(
    reference: Reference(type: "Practitioner", id: "lee"), name: "Dr. Lee", isSelf: false)

  private static func arrival(_ conversation: Int64, _ priority: Priority = .routine, read: Bool = false)
    -> DigestMaterial.Arrival
  {
    DigestMaterial.Arrival(
      conversation: Handle(.conversation, conversation), priority: priority, isRead: read, from: doctor, message: nil)
  }

  private static func digest(
    _ material: DigestMaterial, detail: DigestDetail = .counts, within: Int? = nil, names: [String] = ["home"]
  ) -> DigestContent {
    let place = Cursor(mailbox: String(repeating: "0", count: 32), position: 0)
    let accounts = names.map { name in
      DigestAccount(
        name: name, syncedAt: now, isStale: false, from: place, through: place, material: material, detail: detail,
        answerWithin: within, today: local.day(of: now), local: local)
    }
    return DigestContent(detail: detail, at: now, answerWithin: within, accounts: accounts)
  }

  private static var material: DigestMaterial {
    var material = DigestMaterial()
    material.conversations = [
      conversation(1, updated: 5), conversation(2, priority: .urgent, updated: 1), conversation(3, updated: 9),
      conversation(4, updated: 2),
    ]
    material.arrivals = [arrival(1), arrival(2, read: true), arrival(3), arrival(4, .high), arrival(1)]
    return material
  }

  @Test func `urgent conversations come first, then the newest activity`() {
    let digest = Self.digest(Self.material, detail: .subjects)
    #expect(digest.accounts[0].conversations.map(\.conversation.handle.number) == [4, 2, 3, 1])
    #expect(digest.newMessages == 5 && digest.urgent == 2 && digest.unread == 4)
    #expect(digest.headline == "5 new messages, 2 urgent")
  }

  @Test func `numbers alone hold no names, no subjects and no types, in whatever form`() {
    let digest = Self.digest(Self.material)
    let page = "\(DigestPage(digest, local: Self.local).value)"
    let json = JSON.object(JSONObject(digest.members)).text()
    for word in ["Lee", "biopsy", "Test result", "test-result", "Practitioner", "c1\"", "\"c2\""] {
      #expect(!page.contains(word) && !json.contains(word), "\(word)")
    }
  }

  @Test func `how long an answer has been owed is counted in business days, and late when it is longer than it may`() {
    var material = DigestMaterial()
    // Tuesday, 2026-11-24 is the day of it; these began on Monday, Friday, Thursday and Wednesday before.
    for (number, days) in [(1, 1), (2, 4), (3, 5), (4, 6)] {
      material.debts.append(
        DigestMaterial.Debt(
          waitingOn: WaitingOn(who: .me, since: Self.now.adding(seconds: Int64(-days) * 86_400)), priority: .routine,
          conversation: Self.conversation(Int64(number))))
    }
    let waiting = Self.digest(material, detail: .subjects, within: 2).accounts[0].waitingOnMe
    #expect(waiting.count == 4 && waiting.longest == 4 && waiting.late == 2 && waiting.dueToday == 1)
    #expect(waiting.items.map(\.conversation.handle.number) == [4, 3, 2, 1])
    #expect(waiting.items.map(\.businessDays) == [4, 3, 2, 1])
    #expect(waiting.items.last?.dueOn == CivilDate(year: 2026, month: 11, day: 25))
    let without = Self.digest(material).accounts[0].waitingOnMe
    #expect(without.late == 0 && without.dueToday == 0 && without.items.isEmpty)
  }

  @Test func `an owed answer is no news`() {
    var material = DigestMaterial()
    material.debts = [
      DigestMaterial.Debt(waitingOn: WaitingOn(who: .me, since: Self.now), priority: .high, conversation: nil)
    ]
    #expect(Self.digest(material).isEmpty)
    material.failed = 1
    #expect(!Self.digest(material).isEmpty && Self.digest(material).headline == "1 not sent")
  }

  @Test func `that something may be missing is news`() {
    var material = DigestMaterial()
    material.hasGap = true
    let digest = Self.digest(material)
    #expect(!digest.isEmpty && digest.headline == "something may be missing")
    #expect("\(DigestPage(digest, local: Self.local).value)".contains("Something may be missing"))
    #expect(JSON.object(JSONObject(digest.members))["accounts"]?[0]?["gap"] == true)
  }

  @Test func `no text from outside is markup when it is escaped`() {
    for text in HostileText.corpus + ["<b>x</b>", "<\u{301}img src=x>", "\"\u{308} onload=x", "&lt;", "'"] {
      guard case .text(let escaped) = PageValue.cell(text).escapedForHTML else { return }
      #expect(!escaped.unicodeScalars.contains { "<>\"'".unicodeScalars.contains($0) }, "\(text.debugDescription)")
    }
  }
}

import CareTeamCore
import Testing

/// The rules about whose turn it is, what needs attention, and what becomes of a try.
struct RuleTests {
  private static let noon = Instant(seconds: 1_800_000_000)

  private func turn(_ direction: Direction, patient: Bool, asks: Bool = false) -> Waiting.Turn {
    Waiting.Turn(direction: direction, isFromPatientSide: patient, asks: asks, sentAt: Self.noon)
  }

  @Test func `a patient's message waits for the care team`() {
    #expect(Waiting.owed(after: [turn(.outgoing, patient: true)])?.who == .careTeam)
    #expect(Waiting.owed(after: [turn(.incoming, patient: true)])?.who == .me)
  }

  @Test func `the care team's message waits for the patient when it asks`() {
    #expect(Waiting.owed(after: [turn(.incoming, patient: false)]) == nil)
    #expect(Waiting.owed(after: [turn(.incoming, patient: false, asks: true)])?.who == .me)
  }

  @Test(arguments: ["How are you?", "ですか？", "هل؟", "Πώς;\u{37E}"])
  func `a question is seen in several scripts`(_ text: String) { #expect(Waiting.asks(text)) }

  @Test func `a statement is no question`() { #expect(!Waiting.asks("Fine; thank you.")) }

  @Test func `what needs attention`() {
    func status(_ closed: Bool, unread: Int = 0, failed: Int = 0, me: Bool = false, _ priority: Priority = .routine)
      -> ConversationStatus
    {
      Attention.status(
        isClosed: closed, unreadCount: unread, failedCount: failed,
        waitingOn: me ? WaitingOn(who: .me, since: Self.noon) : nil, priority: priority)
    }
    #expect(status(false) == .active)
    #expect(status(true) == .completed)
    #expect(status(true, unread: 1) == .needsAttention)
    #expect(status(true, me: true, .high) == .completed)
    #expect(status(false, .urgent) == .needsAttention)
    #expect(status(false, me: true) == .needsAttention)
    #expect(status(false, failed: 1) == .needsAttention)
  }

  private var entry: OutboxEntry {
    OutboxEntry(
      handle: Handle(.outbox, 1), clientId: "id", state: .claimed,
      conversation: ConversationLink(handle: Handle(.conversation, 1), reference: nil), message: Handle(.message, 1),
      attempts: 0, lastError: nil, nextAttemptAt: nil, createdAt: Self.noon)
  }

  @Test func `a try settles into the state that its outcome means`() {
    let sent = entry.settled(
      .accepted(Reference(type: "Communication", id: "1"), version: nil, wasThere: false), now: Self.noon, chance: 0)
    #expect(sent.state == .sent && sent.attempts == 1)
    #expect(entry.settled(.refused("no"), now: Self.noon, chance: 0).state == .failed)
    #expect(entry.settled(.unknown("?", afterSeconds: nil), now: Self.noon, chance: 0).state == .unknown)
    #expect(entry.settled(.loginNeeded("log in"), now: Self.noon, chance: 0).nextAttemptAt == nil)
  }

  @Test func `the next try waits longer each time, and as long as the server asks`() {
    var tried = entry
    var ceilings: [Int64] = []
    for _ in 0..<15 {
      tried = tried.settled(.tryAgain("busy", afterSeconds: nil), now: Self.noon, chance: 1)
      ceilings.append((tried.nextAttemptAt?.seconds ?? 0) - Self.noon.seconds)
    }
    #expect(ceilings == ceilings.sorted() && ceilings.last == 3600)
    let asked = entry.settled(.tryAgain("busy", afterSeconds: 120), now: Self.noon, chance: 0)
    #expect(asked.nextAttemptAt == Self.noon.adding(seconds: 120))
  }

  @Test func `a preview is one line of at most 120 characters`() {
    #expect(MessagePreview.preview(of: "  a\n\n b\tc ") == "a b c")
    let long = MessagePreview.preview(of: String(repeating: "word ", count: 100))
    #expect(long.count == 120 && long.hasSuffix("…"))
  }
}

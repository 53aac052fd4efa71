import CareTeamCore
import Testing

@testable import CareTeamServer

@Suite struct LiveOutboxTests {
  private let start = ContinuousClock.now
  private let binding = LiveBinding(subscription: "s1", form: .ping, base: "http://x/fhir")

  private func event(_ number: Int) -> LiveEvent {
    LiveEvent(
      reference: "Communication/a", version: 1, isCreated: true, number: number,
      committed: Instant(seconds: Int64(number)))
  }

  @Test func `a thousand changes while nobody reads are one ping`() {
    let outbox = LiveOutbox(now: start)
    for number in 1...1000 { outbox.notify(binding, event(number)) }
    let items = outbox.take(now: start)
    #expect(items.count == 1)
    guard case .notification(let taken, let events)? = items.first else { Issue.record("no notification"); return }
    #expect(taken.text(events: events) == "ping s1")
    #expect(events.count == LiveOutbox.eventLimit)
    #expect(events.last?.number == 1000)
  }

  @Test func `answers come before notifications and a close comes last`() {
    let outbox = LiveOutbox(now: start)
    outbox.notify(binding, event(1))
    outbox.send(.text("bound s1"))
    outbox.send(.close(.goingAway))
    outbox.send(.text("after the close"))
    let items = outbox.take(now: start)
    #expect(items == [.text("bound s1"), .notification(binding, events: [event(1)]), .close(.goingAway)])
  }

  @Test func `a peer that asks without reading is dropped`() {
    let outbox = LiveOutbox(now: start)
    for _ in 0...LiveOutbox.limit { outbox.send(.pong([])) }
    #expect(outbox.take(now: start) == [.close(.slow)])
  }

  @Test func `silence and a stuck write are both death`() {
    let outbox = LiveOutbox(now: start)
    #expect(!outbox.isDead(now: start + .seconds(60), after: .seconds(75)))
    #expect(outbox.isDead(now: start + .seconds(76), after: .seconds(75)))
    outbox.send(.ping)
    _ = outbox.take(now: start)
    outbox.heard(now: start + .seconds(80))
    #expect(outbox.isDead(now: start + .seconds(81), after: .seconds(75)))
    outbox.written()
    #expect(!outbox.isDead(now: start + .seconds(81), after: .seconds(75)))
  }
}

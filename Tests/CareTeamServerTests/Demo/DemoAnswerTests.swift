import CareTeamCore
import Testing

@testable import CareTeamServer

@Suite struct DemoAnswerTests {
  private let start = Instant(seconds: 1000)

  @Test func `two messages in a row get one answer, to the last`() {
    var schedule = DemoAnswerSchedule(delay: .seconds(3))
    _ = schedule.wrote(message: "m1", conversation: "c", at: start)
    #expect(
      schedule.wrote(message: "m2", conversation: "c", at: start.adding(seconds: 1)) == start.adding(seconds: 4))
    #expect(schedule.take(now: start.adding(seconds: 3)).isEmpty)
    let ready = schedule.take(now: start.adding(seconds: 4))
    #expect(ready.map(\.message) == ["m2"])
    #expect(schedule.take(now: start.adding(seconds: 100)).isEmpty)
  }

  @Test func `a conversation is answered once a minute, another one meanwhile`() {
    var schedule = DemoAnswerSchedule(delay: .seconds(3))
    _ = schedule.wrote(message: "m1", conversation: "c", at: start)
    #expect(schedule.take(now: start.adding(seconds: 3)).count == 1)
    let second = schedule.wrote(message: "m2", conversation: "c", at: start.adding(seconds: 10))
    #expect(second == start.adding(seconds: 63))
    _ = schedule.wrote(message: "n1", conversation: "d", at: start.adding(seconds: 10))
    #expect(schedule.take(now: start.adding(seconds: 62)).map(\.message) == ["n1"])
    #expect(schedule.take(now: start.adding(seconds: 63)).map(\.message) == ["m2"])
  }

  @Test func `danger comes before everything else`() {
    let answer = DemoAnswer(type: "check-in", given: "Ada", text: "I have Chest pain", hasAttachment: true)
    #expect(answer.reply.contains("emergency number"))
  }

  @Test func `an answer names the patient and thanks for a file`() {
    let answer = DemoAnswer(type: "medication", given: "Ada", text: "refill", hasAttachment: true).reply
    #expect(answer.hasPrefix("Thank you, Ada, the file") && !answer.contains("NAME"))
  }
}

import CareTeamCore
import Testing

@testable import CareTeamServer

@Suite struct LiveCommandTests {
  @Test func `both forms of bind are understood`() {
    #expect(LiveCommand("bind abc-1") == .bind(subscription: "abc-1"))
    #expect(LiveCommand("bind Subscription/abc\r\n") == .bind(subscription: "abc"))
    #expect(LiveCommand(#"{"type":"bind-with-token","token":"t"}"#) == .bindWithToken("t"))
  }

  @Test(arguments: ["", "bind", "bind a b", "{}", #"{"type":"bind-with-token"}"#, "ping 1"])
  func `anything else is not`(text: String) {
    #expect(LiveCommand(text) == nil)
  }

  @Test func `a backport notification names its subscription, topic and focus`() throws {
    let binding = LiveBinding(
      subscription: "s1", form: .bundle(topic: LiveCriteria.messagesTopic, namesFocus: true), base: "http://h/fhir")
    let event = LiveEvent(
      reference: "Communication/m1", version: 1, isCreated: true, number: 4, committed: Instant(seconds: 0))
    let bundle = try JSON(parsing: binding.text(events: [event]))
    #expect(bundle["type"] == "history")
    let status = try #require(bundle["entry"]?[0]?["resource"])
    #expect(status["resourceType"] == "Parameters")
    let parameters = status["parameter"]?.array ?? []
    #expect(parameters.first { $0["name"] == "type" }?["valueCode"] == "event-notification")
    #expect(parameters.first { $0["name"] == "events-since-subscription-start" }?["valueString"] == "4")
    let focus = parameters.first { $0["name"] == "notification-event" }?["part"]?.array.first { $0["name"] == "focus" }
    #expect(focus?["valueReference"]?["reference"] == "http://h/fhir/Communication/m1")
    #expect(bundle["entry"]?[1]?["request"]?["method"] == "POST")
  }
}

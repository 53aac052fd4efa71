import CareTeamCore
import Testing

@testable import CareTeamServer

@Suite struct DemoClinicTests {
  private let now = Instant(seconds: 1_795_000_000)

  private func requests() throws -> [JSON] {
    try DemoClinic(now: now).resources().filter { $0["resourceType"] == "CommunicationRequest" }
  }

  @Test func `every type, status, priority and medium is there`() throws {
    let requests = try requests()
    #expect(
      Set(requests.compactMap { $0["category"]?[0]?["coding"]?[0]?["code"]?.string })
        == [
          "test-result", "appointment", "medication", "care-instruction", "education", "check-in", "administrative",
          "other",
        ])
    #expect(Set(requests.compactMap { $0["status"]?.string }) == ["active", "completed", "on-hold", "revoked"])
    #expect(Set(requests.compactMap { $0["priority"]?.string }) == ["routine", "urgent", "asap", "stat"])
    #expect(
      Set(requests.compactMap { $0["medium"]?[0]?["text"]?.string })
        == ["Secure message", "Portal", "Phone", "Video call", "E-mail"])
  }

  @Test func `two conversations share exactly their first ten characters, and the newest has doctor and nurse`() throws
  {
    let ids = try requests().compactMap { $0["id"]?.string }
    let twins = Dictionary(grouping: ids) { $0.prefix(10) }.values.filter { $0.count > 1 }
    #expect(twins.count == 1)
    #expect(Set(twins.flatMap { $0 }.map { $0.prefix(11) }).count == 2)
    let messages = try DemoClinic(now: now).resources().filter { $0["resourceType"] == "Communication" }
    let newest = try #require(messages.max { ($0["sent"]?.string ?? "") < ($1["sent"]?.string ?? "") })
    let others = (newest["recipient"]?.array ?? []).compactMap { $0["reference"]?.string }
    #expect(newest["sender"]?["reference"] == "Practitioner/nurse-martinez")
    #expect(others.contains("Practitioner/drlee"))
  }

  @Test func `ids are unique, references lead somewhere, and no message is from the future`() throws {
    let clinic = try DemoClinic(now: now)
    let resources = try clinic.resources()
    let keys = resources.map { "\($0["resourceType"]?.string ?? "")/\($0["id"]?.string ?? "")" }
    #expect(Set(keys).count == keys.count)
    let known = Set(keys).union(clinic.attachments().map { "Binary/\($0.id)" })
    for resource in resources {
      for reference in Self.references(in: resource) { #expect(known.contains(reference), "\(reference)") }
      let times = ["sent", "authoredOn", "received", "lastModified"].compactMap { resource[$0]?.string }
      for time in times { #expect(try #require(Instant(fhir: time)) <= now) }
    }
  }

  @Test func `threads are in order, one is long, one message is taken back`() throws {
    let messages = try DemoClinic(now: now).resources().filter { $0["resourceType"] == "Communication" }
    let threads = Dictionary(grouping: messages) { $0["basedOn"]?[0]?["reference"]?.string ?? "" }
    #expect(threads.values.map(\.count).max() ?? 0 >= 60)
    for thread in threads.values {
      let sent = try thread.map { try #require(Instant(fhir: $0["sent"]?.string ?? "")) }
      #expect(sent == sent.sorted())
    }
    #expect(messages.count { $0["status"] == "entered-in-error" } == 1)
  }

  @Test func `each day of the week gives weekday mornings`() throws {
    for day in 0..<7 {
      let messages = try DemoClinic(now: now.adding(seconds: Int64(day * 86_400))).resources()
      #expect(messages.count { $0["resourceType"] == "Communication" } > 100)
    }
  }

  @Test func `receipts say who has read what`() throws {
    let tasks = try DemoClinic(now: now).resources().filter { $0["resourceType"] == "Task" }
    #expect(Set(tasks.compactMap { $0["status"]?.string }) == ["completed", "received"])
    let ada = tasks.filter { $0["owner"]?["reference"] == "Patient/ada-lindqvist" && $0["status"] == "received" }
    #expect(ada.count >= 4)
    for task in tasks {
      let owner = task["owner"]?["reference"]?.string ?? ""
      #expect(task["identifier"]?[0]?["value"]?.string?.hasSuffix("/\(owner)") == true)
    }
  }

  @Test func `the same moment gives the same clinic`() throws {
    #expect(try DemoClinic(now: now).resources() == DemoClinic(now: now).resources())
  }

  private static func references(in value: JSON) -> [String] {
    switch value {
    case .array(let values): values.flatMap(references)
    case .object(let object):
      object.members.flatMap { key, value in
        if key == "reference", let text = value.string { return [text] }
        if key == "url", let text = value.string, text.hasPrefix("Binary/") { return [text] }
        return references(in: value)
      }
    default: []
    }
  }
}

import CareTeamCore
import Testing

@testable import CareTeamServer

@Suite struct LiveCriteriaTests {
  private let message: JSON = [
    "resourceType": "Communication", "id": "m1", "status": "completed", "subject": ["reference": "Patient/ada"],
    "basedOn": [["reference": "CommunicationRequest/c1"]], "recipient": [["reference": "Practitioner/lee"]],
    "identifier": [["system": "urn:ietf:rfc:3986", "value": "urn:uuid:1"]],
  ]

  @Test(arguments: [
    "Communication?", "Communication", "Communication?patient=ada", "Communication?patient=Patient/ada",
    "Communication?status=preparation,completed", "Communication?status:not=entered-in-error",
    "Communication?based-on=CommunicationRequest/c1&recipient=Practitioner/lee",
    "Communication?identifier=urn%3Aietf%3Arfc%3A3986%7Curn:uuid:1", "Communication?subject=Patient%2Fada",
    LiveCriteria.messagesTopic,
  ])
  func `criteria that match`(text: String) throws {
    #expect(try #require(LiveCriteria(text)).matches(message))
  }

  @Test(arguments: [
    "Task?", "Communication?patient=yusuf", "Communication?status=preparation", "Communication?patient=da",
    "Communication?based-on=CommunicationRequest/c2", "Communication?status:not=completed",
  ])
  func `criteria that do not match`(text: String) throws {
    #expect(try #require(LiveCriteria(text)).matches(message) == false)
  }

  @Test(arguments: [
    "", "?patient=a", "Communication?content=x", "Communication?patient", "../x?", "Bogus?patient=a",
    "Communication?_id=%zz",
  ])
  func `what cannot be limited by is refused`(text: String) {
    #expect(LiveCriteria(text) == nil)
  }

  private static let hopeless: [(String?, String?, String)] = [
    ("Bogus?status=x", "websocket", "Subscription.criteria"), (nil, "websocket", "Subscription.criteria"),
    ("Communication?sent=gt2020", "websocket", "Subscription.criteria"),
    ("Communication?", "rest-hook", "Subscription.channel.type"), ("Communication?", nil, "Subscription.channel.type"),
  ]

  @Test(arguments: hopeless) func `a subscription that can never work is refused at once`(
    criteria: String?, channel: String?, expression: String
  ) async throws {
    let clinic = try await Clinic()
    var resource: JSON = ["resourceType": "Subscription", "status": "requested", "reason": "test"]
    resource["criteria"] = criteria.map(JSON.string)
    resource["channel"] = channel.map { ["type": .string($0)] }
    let refused = try await clinic.send("POST", "Subscription", resource)
    #expect(refused.status == 422)
    #expect(refused.json["issue"]?[0]?["expression"]?[0]?.string == expression)
    resource["criteria"] = "Communication?status=completed"
    resource["channel"] = ["type": "websocket"]
    let id = try await clinic.send("POST", "Subscription", resource).id
    let spoilt: JSON = [["op": "replace", "path": "/criteria", "value": "Bogus?x=y"]]
    #expect(try await clinic.patch("Subscription/\(id)", spoilt).status == 422)
    let off: JSON = [["op": "replace", "path": "/status", "value": "off"]]
    #expect(try await clinic.patch("Subscription/\(id)", off).status == 200)
  }
}

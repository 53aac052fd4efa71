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
    "", "?patient=a", "Communication?content=x", "Communication?patient", "../x?",
    "Communication?_id=%zz",
  ])
  func `what cannot be limited by is refused`(text: String) {
    #expect(LiveCriteria(text) == nil)
  }
}

import CareTeamCore
import Testing

@testable import CareTeamServer

struct SearchTests {
  private static func clinic() async throws -> Clinic {
    let clinic = try await Clinic()
    var first = Samples.conversation(identifier: "urn:uuid:1", authored: "2026-01-10T08:00:00Z")
    first["id"] = "c1"
    first["category"] = [["coding": [["system": "urn:t", "code": "medication"]]]]
    var second = Samples.conversation(status: "completed", authored: "2026-02-20")
    second["id"] = "c2"
    second["requester"] = nil
    second["category"] = [["coding": [["system": "urn:t", "code": "comma,pipe|"]]]]
    try await clinic.store.put(first)
    try await clinic.store.put(second)
    var message = Samples.message(in: "c1")
    message["id"] = "m1"
    try await clinic.store.put(message)
    return clinic
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var search: String
    var ids: [String]
    init(_ search: String, _ ids: String...) {
      self.search = search
      self.ids = ids
    }
    var testDescription: String { search }
  }

  static let cases = [
    Case("CommunicationRequest", "c1", "c2"), Case("CommunicationRequest?_id=c2", "c2"),
    Case("CommunicationRequest?_id=c2,c1", "c1", "c2"), Case("CommunicationRequest?status=active", "c1"),
    Case("CommunicationRequest?status:not=active", "c2"),
    Case("CommunicationRequest?status=active,completed", "c1", "c2"),
    Case("CommunicationRequest?status=active&status=completed"),
    Case("CommunicationRequest?identifier=urn:uuid:1", "c1"),
    Case("CommunicationRequest?identifier=urn:ietf:rfc:3986%7Curn:uuid:1", "c1"),
    Case("CommunicationRequest?identifier=urn:ietf:rfc:3986%7C", "c1"),
    Case("CommunicationRequest?identifier=%7Curn:uuid:1"), Case("CommunicationRequest?status=%7Cactive", "c1"),
    Case("CommunicationRequest?status=http://hl7.org/fhir/request-status%7Cactive", "c1"),
    Case("CommunicationRequest?status:not=http://hl7.org/fhir/request-status%7Cactive", "c2"),
    Case("CommunicationRequest?status=http://hl7.org/fhir/event-status%7Cactive"),
    Case("CommunicationRequest?priority=http://hl7.org/fhir/request-priority%7Croutine", "c1", "c2"),
    Case("CommunicationRequest?priority=http://hl7.org/fhir/request-priority%7C", "c1", "c2"),
    Case("Communication?status=http://hl7.org/fhir/event-status%7Ccompleted", "m1"),
    Case("CommunicationRequest?identifier:missing=true", "c2"),
    Case("CommunicationRequest?identifier:missing=false", "c1"),
    Case("CommunicationRequest?requester:missing=true", "c2"), Case("CommunicationRequest?category=medication", "c1"),
    Case("CommunicationRequest?category=urn:t%7Ccomma%5C,pipe%5C%7C", "c2"),
    Case("CommunicationRequest?category:not=medication", "c2"),
    Case("CommunicationRequest?patient=a", "c1", "c2"), Case("CommunicationRequest?patient=Patient/a", "c1", "c2"),
    Case("CommunicationRequest?subject:Patient=a", "c1", "c2"), Case("CommunicationRequest?subject=a", "c1", "c2"),
    Case("CommunicationRequest?patient=http://127.0.0.1:1/fhir/Patient/a", "c1", "c2"),
    Case("CommunicationRequest?patient=http://elsewhere/fhir/Patient/a"), Case("CommunicationRequest?patient=b"),
    Case("CommunicationRequest?recipient=Practitioner/lee&sender=Patient/a", "c1", "c2"),
    Case("CommunicationRequest?authored=2026-01", "c1"), Case("CommunicationRequest?authored=2026", "c1", "c2"),
    Case("CommunicationRequest?authored=2026-01-10T08:00:00Z", "c1"),
    Case("CommunicationRequest?authored=ne2026-01", "c2"),
    Case("CommunicationRequest?authored=gt2026-01-10", "c2"),
    Case("CommunicationRequest?authored=ge2026-01-10", "c1", "c2"),
    Case("CommunicationRequest?authored=lt2026-02-20", "c1"),
    Case("CommunicationRequest?authored=le2026-02-20", "c1", "c2"),
    Case("CommunicationRequest?authored=sa2026-01", "c2"), Case("CommunicationRequest?authored=eb2026-02", "c1"),
    Case("CommunicationRequest?authored=ge2026-01&authored=lt2026-02", "c1"),
    Case("CommunicationRequest?_sort=-authored", "c2", "c1"),
    Case("CommunicationRequest?_sort=status,-authored", "c1", "c2"),
    Case("CommunicationRequest?_sort=-_lastUpdated", "c2", "c1"), Case("CommunicationRequest?_sort=_id", "c1", "c2"),
    Case("CommunicationRequest?_lastUpdated=gt2020", "c1", "c2"), Case("CommunicationRequest?_lastUpdated=lt2020"),
    Case("Communication?based-on=CommunicationRequest/c1", "m1"), Case("Communication?part-of=c1", "m1"),
    Case("Communication?sent=2026-11-23", "m1"), Case("Communication?received:missing=true", "m1"),
    Case("Patient?name=angs", "a"), Case("Patient?name:exact=Ångström", "a"), Case("Patient?name:exact=angstrom"),
    Case("Patient?name:contains=STRO", "a"), Case("Patient?family=Berg"), Case("RelatedPerson?patient=a", "mum"),
    Case("CareTeam?participant=Practitioner/lee&status=active", "team-a"), Case("Practitioner?name=lee", "lee"),
  ]

  @Test(arguments: cases) func `a search finds exactly what it asks for`(searched: Case) async throws {
    let reply = try await Self.clinic().send("GET", searched.search)
    #expect(reply.status == 200)
    #expect(reply.ids == searched.ids)
    #expect(reply.json["total"]?.int == searched.ids.count)
  }

  @Test func `a search by form finds the same as one by URL`() async throws {
    let clinic = try await Self.clinic()
    let reply = try await clinic.send(
      "POST", "CommunicationRequest/_search", headers: ["Content-Type": "application/x-www-form-urlencoded"],
      body: Array("identifier=urn%3Aietf%3Arfc%3A3986%7Curn%3Auuid%3A1&_count=10".utf8))
    #expect(reply.ids == ["c1"])
  }

  @Test func `counting brings no resources`() async throws {
    let reply = try await Self.clinic().send("GET", "CommunicationRequest?_summary=count")
    #expect(reply.json["total"]?.int == 2)
    #expect(reply.json["entry"] == nil)
  }

  @Test func `includes go both ways`() async throws {
    let clinic = try await Self.clinic()
    let forward = try await clinic.send("GET", "Communication?_include=Communication:based-on")
    #expect(forward.json["entry"]?[1]?["resource"]?["id"]?.string == "c1")
    #expect(forward.json["entry"]?[1]?["search"]?["mode"]?.string == "include")
    #expect(forward.json["total"]?.int == 1)
    let back = try await clinic.send("GET", "CommunicationRequest?_id=c1&_revinclude=Communication:based-on")
    #expect(back.json["entry"]?[1]?["resource"]?["id"]?.string == "m1")
  }

  @Test(arguments: ["", "&_sort=-authored", "&_sort=_lastUpdated", "&_sort=status,-_lastUpdated"])
  func `paging shows each once while messages arrive`(order: String) async throws {
    let clinic = try await Clinic()
    var expected: Set<String> = []
    for number in 0..<23 {
      var resource = Samples.conversation(
        status: number % 2 == 0 ? "active" : "completed", authored: "2026-01-\(10 + number % 5)")
      resource["id"] = .string("old-\(number)")
      expected.insert("old-\(number)")
      try await clinic.store.put(resource)
    }
    var seen: [String] = []
    var path: String? = "CommunicationRequest?_count=5" + order
    while let current = path {
      let page = try await clinic.send("GET", current)
      #expect(page.json["total"]?.int == 23)
      seen += page.ids
      path = page.next
      try await clinic.store.put(Samples.conversation(authored: "2026-01-12"))
      if seen.count > 60 { break }
    }
    let old = seen.filter { $0.hasPrefix("old-") }
    #expect(old.count == 23)
    #expect(Set(old) == expected)
  }

  @Test func `who sees most of all there is sees it whole, and nothing of anybody else`() async throws {
    let clinic = try await Clinic()
    // From a thousand on it is looked row by row for what they see.
    let all = (0..<1260).map { number in
      let isMine = number % 21 != 0
      var resource = Samples.conversation(
        about: isMine ? "a" : "b", from: isMine ? "Patient/a" : "Patient/b",
        to: [isMine ? "Practitioner/lee" : "Practitioner/kim"])
      resource["id"] = .string((isMine ? "mine-" : "other-") + String(number))
      return resource
    }
    try await clinic.store.put(all)
    var seen: [String] = []
    var path: String? = "CommunicationRequest?_sort=-_lastUpdated&_count=500"
    while let current = path, seen.count < 1300 {
      let page = try await clinic.send("GET", current)
      #expect(page.json["total"]?.int == 1200)
      seen += page.ids
      path = page.next
    }
    #expect(seen.count == 1200 && Set(seen).count == 1200 && seen.allSatisfy { $0.hasPrefix("mine-") })
    #expect(try await clinic.ids("CommunicationRequest?_id=mine-22,other-21") == ["mine-22"])
    let theirs = try await clinic.ids("CommunicationRequest?_count=100", as: "Patient/b")
    #expect(theirs.count == 60 && theirs.allSatisfy { $0.hasPrefix("other-") })
  }

  @Test func `a next link shows nothing and is good for one user and type only`() async throws {
    let clinic = try await Self.clinic()
    let next = try #require(try await clinic.send("GET", "CommunicationRequest?_count=1&patient=a").next)
    #expect(!next.contains("patient"))
    #expect(try await clinic.send("GET", next).ids == ["c2"])
    #expect(try await clinic.send("GET", next, as: "Patient/b").status == 400)
    #expect(try await clinic.send("GET", next.replacing("Request?", with: "?")).status == 400)
  }

  @Test(arguments: [
    "_elements=status", "_summary=true", "_summary=text", "_summary=data", "_pretty=true", "_contained=both",
    "_containedType=container", "_score=true", "_totalMethod=x",
  ])
  func `what only shapes the answer is passed over unless the client is strict`(parameter: String) async throws {
    let clinic = try await Self.clinic()
    let search = "CommunicationRequest?status=active&" + parameter
    let reply = try await clinic.send("GET", search)
    #expect(reply.ids == ["c1"])
    #expect(reply.json["link"]?[0]?["url"]?.string == "\(Clinic.base)/CommunicationRequest?status=active")
    for preference in ["handling=strict", "return=minimal, handling = \"strict\""] {
      #expect(try await clinic.send("GET", search, headers: ["Prefer": preference]).status == 400, "\(preference)")
    }
  }

  @Test(arguments: [
    "_has:Task:focus:status=x", "_filter=x", "_text=x", "_content=x", "_list=x", "_query=x", "_summary=x",
  ])
  func `what limits the answer is never passed over but by the lenient`(parameter: String) async throws {
    let clinic = try await Self.clinic()
    let search = "CommunicationRequest?" + parameter
    #expect(try await clinic.send("GET", search).status == 400)
    for preference in ["handling=lenient", "handling=\"lenient\"", "return=minimal; x, Handling = \"Lenient\""] {
      #expect(try await clinic.send("GET", search, headers: ["Prefer": preference]).status == 200, "\(preference)")
    }
  }

  @Test func `a search that asks for too much is refused before it is begun`() async throws {
    let clinic = try await Self.clinic()
    func values(_ count: Int) -> String { Array(repeating: "active", count: count).joined(separator: ",") }
    func times(_ count: Int, _ text: String) -> String { Array(repeating: text, count: count).joined(separator: "&") }
    let sort = "_sort=" + Array(repeating: "_id", count: 6).joined(separator: ",")
    let refused = [
      "status=" + values(201), times(51, "status=active"), times(6, "status=" + values(190)), sort,
      times(6, "_sort=_id"), times(51, "_include=CommunicationRequest:subject"),
    ]
    for query in refused {
      let reply = try await clinic.send("GET", "CommunicationRequest?" + query)
      #expect(reply.status == 400 && reply.issue == "too-costly", "\(query.prefix(60))")
    }
    let allowed = [
      times(5, "status=" + values(200)), times(50, "status=active"), times(5, "patient=" + values(200)),
      times(5, "_lastUpdated=" + Array(repeating: "ge2020", count: 200).joined(separator: ",")),
      "_sort=_id,-authored,status,-subject,_lastUpdated",
    ]
    for query in allowed {
      #expect(try await clinic.send("GET", "CommunicationRequest?" + query).status == 200, "\(query.prefix(60))")
    }
  }
}

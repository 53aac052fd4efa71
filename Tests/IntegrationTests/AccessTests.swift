import CareTeamCore
import Testing

/// The other patient of the same practitioner sees nothing of the first and can write nothing in her name.
@Suite(.clinic)
struct AccessTests {
  @Test func `each resource of another patient is 404, and each search for them is empty`() async throws {
    let clinic = try Clinic.open()
    let ada = FHIRClient(clinic, as: .patient)
    let yusuf = FHIRClient(clinic, as: .otherPatient)
    var checked = 0
    for type in ["CommunicationRequest", "Communication", "Task"] {
      for resource in try await ada.search("\(type)?_count=100") {
        let id = resource["id"]?.string ?? ""
        if checked % 7 == 0 || type == "CommunicationRequest" {
          #expect(try await yusuf.send("GET", "\(type)/\(id)").status == 404, "\(type)/\(id)")
        }
        checked += 1
      }
      #expect(try await yusuf.search("\(type)?patient=ada-lindqvist&_count=100").isEmpty)
    }
    #expect(checked > 100)
    let stories = try await yusuf.search("CommunicationRequest?_count=100")
    #expect(
      !stories.isEmpty && stories.allSatisfy { $0["subject"]?["reference"] == "Patient/yusuf-haddad" },
      "\(stories.map { $0["subject"] })")
    let included = try await yusuf.search("Communication?_include=Communication:based-on&_count=100")
    #expect(included.allSatisfy { $0["subject"]?["reference"] != "Patient/ada-lindqvist" })
  }

  @Test func `an attachment of another patient is 404`() async throws {
    let clinic = try Clinic.open()
    let messages = try await FHIRClient(clinic, as: .patient).search("Communication?_count=100")
    let requests = try await FHIRClient(clinic, as: .patient).search("CommunicationRequest?_count=100")
    let urls = (messages + requests).flatMap { $0["payload"]?.array ?? [] }.compactMap {
      $0["contentAttachment"]?["url"]?.string
    }
    #expect(urls.count >= 4)
    for url in urls {
      #expect(try await FHIRClient(clinic, as: .otherPatient).send("GET", url).status == 404, "\(url)")
      #expect(try await FHIRClient(clinic, as: .practitioner).send("GET", url).status == 200, "\(url)")
    }
  }

  @Test func `writing in another's name is 403, and changing another's resource is refused`() async throws {
    let clinic = try Clinic.open()
    let yusuf = FHIRClient(clinic, as: .otherPatient)
    let ada = FHIRClient(clinic, as: .patient)
    let forged: JSON = [
      "resourceType": "Communication", "status": "completed", "subject": ["reference": "Patient/ada-lindqvist"],
      "sender": ["reference": "Patient/ada-lindqvist"], "recipient": [["reference": "Practitioner/drlee"]],
      "basedOn": [["reference": "CommunicationRequest/4be07a91c2f86d35"]], "payload": [["contentString": "forged"]],
    ]
    let answer = try await yusuf.send("POST", "Communication", forged)
    #expect([403, 404].contains(answer.status), "\(answer)")
    #expect(answer.json["resourceType"] == "OperationOutcome")
    var impersonated = forged
    impersonated["sender"] = ["reference": "Practitioner/drlee"]
    #expect(try await ada.send("POST", "Communication", impersonated).status == 403)
    let patch: JSON = [["op": "replace", "path": "/status", "value": "completed"]]
    let patched = try await yusuf.send(
      "PATCH", "CommunicationRequest/4be07a91c2f86d35", patch, type: "application/json-patch+json")
    #expect([403, 404].contains(patched.status))
    #expect(try await yusuf.send("DELETE", "CommunicationRequest/4be07a91c2f86d35").status != 204)
    #expect(try await ada.texts(in: "4be07a91c2f86d35").allSatisfy { $0 != "forged" })
    #expect(try await ada.send("GET", "CommunicationRequest/4be07a91c2f86d35").json["status"] == "active")
  }

  @Test func `nobody without a token reads anything, and every error is an OperationOutcome`() async throws {
    let clinic = try Clinic.open()
    let nobody = FHIRClient(base: clinic.url, token: "no-such-token")
    for path in ["Communication", "CommunicationRequest/4be07a91c2f86d35", "Patient/ada-lindqvist", "Task?_count=1"] {
      let answer = try await nobody.send("GET", path)
      #expect(answer.status == 401 && answer.json["resourceType"] == "OperationOutcome", "\(path): \(answer)")
    }
    let ada = FHIRClient(clinic, as: .patient)
    for path in ["Nonsense", "Communication?colour=red", "Communication/NOT%20AN%20ID"] {
      let answer = try await ada.send("GET", path)
      #expect(
        (400..<500).contains(answer.status) && answer.json["resourceType"] == "OperationOutcome", "\(path): \(answer)")
    }
  }

  @Test func `the practitioner sees both patients, and the client of one patient gets only their own`() async throws {
    let clinic = try Clinic.open()
    let drlee = FHIRClient(clinic, as: .practitioner)
    let subjects = Set(
      try await drlee.search("CommunicationRequest?_count=100").compactMap { $0["subject"]?["reference"]?.string })
    #expect(subjects == ["Patient/ada-lindqvist", "Patient/yusuf-haddad"])
    let home = try await clinic.home(.otherPatient)
    let items = try await home.run("list", "--json", "--all").exits().json()["items"]?.array ?? []
    #expect(items.count == 3 && items.allSatisfy { $0["patient"]?["id"] == "yusuf-haddad" })
  }
}

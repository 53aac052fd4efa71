import CareTeamCore
import Foundation
import Testing

@testable import CareTeamServer

struct StoreTests {
  @Test func `published resources come back with nothing lost`() async throws {
    let clinic = try await Clinic()
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
    #expect(files.count == 18)
    for file in files {
      var resource = try JSON(parsing: Array(Data(contentsOf: file)))
      let type = try #require(resource["resourceType"]?.string)
      let id = try #require(resource["id"]?.string)
      let stored = try await clinic.send("PUT", "\(type)/\(id)", resource, as: "Device/admin")
      #expect([200, 201].contains(stored.status), "\(file.lastPathComponent) \(stored.text)")
      var back = try await clinic.send("GET", "\(type)/\(id)", as: "Device/admin").json
      for member in ["versionId", "lastUpdated"] {
        back["meta"]?[member] = nil
        resource["meta"]?[member] = nil
      }
      if back["meta"]?.object?.isEmpty == true, resource["meta"] == nil { back["meta"] = nil }
      if resource["sent"] == nil, type == "Communication" { back["sent"] = nil }
      #expect(back == resource, "\(file.lastPathComponent)")
    }
  }

  @Test func `subscribers are told of each commit, and only who may see it`() async throws {
    let clinic = try await Clinic()
    var changes = clinic.store.changes.subscribe().makeAsyncIterator()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    let change = try #require(await changes.next())
    #expect(change.type == "CommunicationRequest")
    #expect(change.id == id)
    #expect(change.version == 1)
    #expect(change.resource["payload"] != nil)
    let a = try #require(try await clinic.store.principal(forUser: "Patient/a"))
    let b = try #require(try await clinic.store.principal(forUser: "Patient/b"))
    #expect(change.mayBeSeen(by: a))
    #expect(!change.mayBeSeen(by: b))
    await clinic.store.close()
    #expect(await changes.next() == nil)
  }

  @Test func `a store is opened again with everything in it, and closed to others`() async throws {
    let clinic = try await Clinic()
    let id = try await clinic.send("POST", "CommunicationRequest", Samples.conversation()).id
    await clinic.store.close()
    let again = try ResourceStore(directory: clinic.directory, base: Clinic.base)
    #expect(try await again.resource("CommunicationRequest", id, as: .system) != nil)
    let mode = { (path: String) in
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(clinic.directory) == 0o700)
    #expect(try mode(clinic.directory + "/server.sqlite3") == 0o600)
    await again.close()
  }

  @Test func `the capability statement says what searches there are`() async throws {
    let clinic = try await Clinic { $0.liveURL = "ws://127.0.0.1:1/fhir/websocket" }
    let statement = try await clinic.send("GET", "metadata", as: nil).json
    let rest = try #require(statement["rest"]?[0])
    #expect(rest["extension"]?[0]?["valueUri"]?.string == "ws://127.0.0.1:1/fhir/websocket")
    for entry in rest["resource"]?.array ?? [] {
      let type = try #require(entry["type"]?.string)
      for include in entry["searchRevInclude"]?.array ?? [] {
        #expect(throws: Never.self) {
          try SearchRequest(type: type, query: FormQuery([.init(name: "_revinclude", value: include.string ?? "")]))
        }
      }
      for parameter in entry["searchParam"]?.array ?? [] {
        let name = try #require(parameter["name"]?.string)
        #expect(throws: Never.self) {
          try SearchRequest(type: type, query: FormQuery([.init(name: name, value: "2026")]))
        }
      }
    }
  }

  @Test func `the capability statement says where to log in, and what can really be done`() async throws {
    let clinic = try await Clinic()
    let rest = try #require(try await clinic.send("GET", "metadata", as: nil).json["rest"]?[0])
    let security = try #require(rest["security"])
    #expect(security["service"]?[0]?["coding"]?[0]?["code"]?.string == "SMART-on-FHIR")
    let smart = try await clinic.send("GET", "/.well-known/smart-configuration", as: nil).json
    let addresses = security["extension"]?[0]?["extension"]?.array ?? []
    #expect(addresses.map { $0["url"]?.string } == ["authorize", "token", "revoke"])
    #expect(
      addresses.map { $0["valueUri"]?.string }
        == ["authorization_endpoint", "token_endpoint", "revocation_endpoint"].map { smart[$0]?.string })
    func entry(_ type: String) -> JSON? { rest["resource"]?.array.first { $0["type"]?.string == type } }
    #expect(entry("Binary")?["conditionalCreate"]?.bool == false)
    #expect(entry("Communication")?["conditionalCreate"]?.bool == true)
    let reverse = entry("CommunicationRequest")?["searchRevInclude"]?.array.compactMap(\.string) ?? []
    #expect(reverse.contains("Communication:based-on") && reverse.contains("Task:based-on"))
    #expect(entry("Patient")?["searchRevInclude"]?.array.contains("Communication:patient") == true)
  }
}

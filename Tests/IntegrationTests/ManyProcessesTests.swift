import CareTeamCore
import Testing

/// One mailbox, several processes.
struct ManyProcessesTests {
  @Test(.clinic) func `twenty processes reply and list at once: no error, no duplicate`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let outcomes = await withTaskGroup(of: Outcome.self) { group in
      for number in 0..<20 {
        group.addTask {
          number % 2 == 0
            ? await home.run("reply", "c8", "-m", "parallel \(number)", "--json")
            : await home.run("list", "--json", "--refresh")
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    for outcome in outcomes { #expect([0, 8].contains(outcome.status), "\(outcome)") }
    try await home.run("sync").exits()
    let texts = try await FHIRClient(clinic, as: .patient).texts(in: "7c2e91b4d0c8e27b").filter {
      $0.hasPrefix("parallel")
    }
    #expect(Set(texts).count == 10 && texts.count == 10, "\(texts)")
    #expect(try await home.run("outbox", "list").exits().output == "")
    #expect(
      try await home.run("doctor", "--json").exits().json()["checks"]?.array.allSatisfy { $0["status"] == "ok" }
        ?? false)
  }

  @Test(.clinic) func `the same client id from several processes at once is one message`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home()
    let id = "0d6d3a51-93c1-4f2b-9a77-cc3a1f0e5b11"
    let outcomes = await withTaskGroup(of: Outcome.self) { group in
      for _ in 0..<6 { group.addTask { await home.run("reply", "c8", "-m", "one", "--client-id", id, "--json") } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    for outcome in outcomes { #expect([0, 8].contains(outcome.status), "\(outcome)") }
    #expect(Set(try outcomes.map { try $0.json()["message"]?["handle"]?.string ?? "" }).count == 1)
    #expect(try outcomes.filter { try $0.json()["duplicate"] == false }.count == 1)
    try await home.run("sync").exits()
    #expect(try await FHIRClient(clinic, as: .patient).count(clientId: id) == 1)
  }

  @Test(.clinic) func `the first syncs of a fresh mailbox at once give one handle to each thing`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    try await home.run("login", clinic.url, "--token-file", clinic.tokenFile(.patient)).exits()
    async let one = home.run("sync")
    async let two = home.run("list")
    async let three = home.run("status")
    for outcome in await [one, two, three] { try outcome.exits() }
    let items = try await home.run("list", "--json", "--all").exits().json()["items"]?.array ?? []
    #expect(items.count == 15 && Set(items.compactMap { $0["handle"]?.string }).count == 15)
  }
}

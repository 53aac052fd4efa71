import CareTeamCore
import Testing

/// Whom a message is about: seen before it is sent, and said after.
@Suite(.clinic)
struct AboutTests {
  @Test func `--about refuses a conversation about somebody else, with both names, and keeps nothing`() async throws {
    let clinic = try Clinic.open()
    let home = try await clinic.home(.practitioner)
    for arguments in [["reply", "c8", "-m", "hello"], ["attach", "c8", "/etc/hostname", "-m", "hello"]] {
      let wrong = await home.run(arguments + ["--about", "yusuf"])
      try wrong.exits(65)
      #expect(wrong.errors.contains("c8 is about Ada Lindqvist, not about Yusuf Haddad; nothing was sent"), "\(wrong)")
    }
    let error = try await home.run("reply", "c8", "-m", "hello", "--about", "Patient/yusuf-haddad", "--json").exits(65)
    #expect(try error.error()["code"] == "wrong-patient")
    #expect(try await home.run("draft", "list").exits().output == "")
    #expect(try await home.run("outbox", "list").exits().output == "")
    try await home.run("reply", "c8", "-m", "hello", "--about", "nobody").exits(66)
    try await home.run("reply", "c8", "-m", "hello", "--about", "lindqvist").exits()
  }

  @Test func `a confirmation says about whom, or on whose behalf, where that is not the user`() async throws {
    let clinic = try Clinic.open()
    let practitioner = try await clinic.home(.practitioner)
    let about = await practitioner.runOnTerminal("reply", "c8", "-m", "hello", "--queue-only")
    #expect(about.output.contains("in c8, about Ada Lindqvist, to "), "\(about)")
    let patient = try await clinic.home()
    let own = await patient.runOnTerminal("reply", "c8", "-m", "hello", "--queue-only")
    #expect(own.output.contains("in c8 to Zoë Müller"), "\(own)")
    let proxy = Home()
    let login = ["login", clinic.url, "--token-file", clinic.tokenFile(.patient), "--user", "RelatedPerson/maria"]
    try await proxy.run(login + ["--patient", "ada-lindqvist"]).exits()
    let behalf = await proxy.runOnTerminal("reply", "c8", "-m", "hello", "--queue-only")
    #expect(behalf.output.contains("in c8 for Ada Lindqvist to "), "\(behalf)")
    let other = try await proxy.run(login + ["--patient", "yusuf-haddad"]).exits(64)
    #expect(other.errors.contains("is for Patient/ada-lindqvist"), "\(other)")
  }

  @Test func `what waits in one account's outbox is never sent by another's login`() async throws {
    let clinic = try Clinic.open()
    var home = Home()
    for (account, user) in [("ada", Clinic.User.patient), ("yusuf", .otherPatient)] {
      try await home.run("-A", account, "login", clinic.url, "--token-file", clinic.tokenFile(user)).exits()
    }
    let handle = try #require(
      try await home.run("-A", "yusuf", "list", "--all").exits().rows.last { $0[2] != "completed" }?.first)
    try await home.run("-A", "ada", "reply", "c8", "-m", "from Ada", "--queue-only").exits(8)
    try await home.run("-A", "yusuf", "reply", handle, "-m", "from Yusuf", "--queue-only").exits(8)
    try await home.run("-A", "ada", "sync").exits()
    let waiting = try await home.run("-A", "yusuf", "outbox", "list", "--json").exits().json()
    #expect(waiting["items"]?.array.count == 1)
    // A token file of the environment is one account's, and not for each of a digest of all.
    home.variables["CARETEAM_TOKEN_FILE"] = home.folder.write("nobody's", to: "token")
    let digest = try await home.run("digest", "--all-accounts", "--since", "1d", "--json").exits().json()
    #expect(digest["accounts"]?.array.allSatisfy { $0["stale"] == false } == true, "\(digest)")
    home.variables["CARETEAM_TOKEN_FILE"] = nil
    try await home.run("-A", "yusuf", "sync").exits()
    let sent = try await FHIRClient(clinic, as: .practitioner).search("Communication?_count=100&_sort=-sent")
    for (text, sender) in [("from Ada", "Patient/ada-lindqvist"), ("from Yusuf", "Patient/yusuf-haddad")] {
      let message = try #require(sent.first { $0["payload"]?.array.first?["contentString"]?.string == text })
      #expect(message["sender"]?["reference"]?.string == sender && message["subject"]?["reference"]?.string == sender)
    }
  }
}

import ArgumentParser
import CareTeamCore
import Testing

@testable import careteam

/// What a command line may say.
struct CommandLineTests {
  private func refusal(_ type: any ParsableCommand.Type, _ arguments: String...) -> String? {
    do {
      _ = try type.parseAsRoot(arguments)
      return nil
    } catch {
      return type.message(for: error)
    }
  }

  @Test func `options that contradict each other are refused`() {
    #expect(refusal(List.self, "-n", "5", "--all") == "-n and --all exclude each other.")
    #expect(refusal(Save.self, "m1", "-d", "x", "-o", "y")?.hasPrefix("-o and -d exclude each other") == true)
    #expect(refusal(Sync.self, "--full", "--outbox-only") == "--full and --outbox-only exclude each other.")
    #expect(refusal(Sync.self, "--outbox-only", "--attachments", "all") != nil)
    #expect(refusal(Read.self, "c1", "--raw", "--fhir") == "--raw and --fhir exclude each other.")
    for json in [["--json"], ["--format", "ndjson"]] {
      #expect((try? Read.parseAsRoot(["c1", "--raw"] + json)) == nil)
    }
    #expect(refusal(DraftCommand.self, "list", "--offline", "--refresh")?.contains("--offline forbids it") == true)
    #expect(refusal(List.self, "--with", " ") != nil)
    #expect(refusal(Read.self, "c1", "--raw", "--format", "table") == nil)
  }

  @Test func `a value that begins with a hyphen is a value, and said to be wrong where it is`() {
    #expect(refusal(List.self, "-n", "-1")?.hasPrefix("-n takes a number from 1") == true)
    #expect(refusal(Search.self, "-n", "-1", "--", "x")?.hasPrefix("-n takes a number from 1") == true)
    #expect(refusal(Read.self, "c1", "--last", "-1") == "--last takes a number from 1.")
    #expect(refusal(WatchCommand.self, "--count", "-1") == "--count takes a number from 1.")
    #expect(refusal(List.self, "--timeout", "-5s")?.contains("no whole number in the duration “-5s”") == true)
    #expect(refusal(List.self, "--with", "-x") == nil)
    #expect(refusal(New.self, "--to", "-Rosa", "-s", "-s", "-m", "-m") == nil)
  }

  @Test(arguments: ["5", "500ms", "1w", "24H"])
  func `what a duration and a time look like is said`(text: String) {
    #expect(refusal(WatchCommand.self, "--for", text)?.contains("write for example 30s, 15m, 24h or 7d") == true)
    #expect(refusal(List.self, "--lock-wait", text)?.contains("write for example") == true)
    #expect(refusal(List.self, "--since", text)?.contains("a date such as 2026-11-23") == true)
    #expect(refusal(WatchCommand.self, "--since", text)?.contains("write now, all, a duration such as 24h") == true)
    #expect(refusal(DigestCommand.self, "--since", text)?.contains("write now, all, a duration such as 24h") == true)
  }

  @Test func `the value of a short option may be joined to it`() throws {
    let reply = try #require(try Reply.parseAsRoot(["c1", "-mhello there", "-aone", "-atwo", "-Ahome"]) as? Reply)
    #expect(reply.body.message == "hello there" && reply.body.attachments == ["one", "two"])
    #expect(reply.global.account == "home")
    let save = try #require(try Save.parseAsRoot(["m1", "-dfolder"]) as? Save)
    #expect(save.directory == "folder")
  }

  @Test(
    arguments: [
      (["c1", "-m", "a", "-m", "b"], "-m"), (["c1", "-ma", "--message=b"], "--message"),
      (["c1", "-F", "-", "-Fx"], "-F"),
      (["c1", "-m", "-m"], nil), (["c1", "-a", "-m", "-m", "-m"], nil), (["c1", "-a", "x", "-a", "y", "-m", "z"], nil),
      (["c1", "-m", "x", "--", "-m"], nil), (["c1", "--timeout", "3s", "--timeout", "4s", "-m", "x"], nil),
      (["c1", "--about", "x", "-m", "--about", "--about", "y"], "--about"),
    ] as [([String], String?)])
  func `a second value of what a message has once is noticed`(words: [String], name: String?) {
    #expect(RepeatedOption(in: words, of: Reply.single)?.name == name)
  }

  @Test func `to whom it goes may be said several times, the subject once`() {
    #expect(RepeatedOption(in: ["--to", "a", "--to", "b", "-s", "x"], of: New.single) == nil)
    #expect(RepeatedOption(in: ["-s", "x", "--subject", "y"], of: New.single)?.name == "--subject")
    #expect(RepeatedOption(in: ["m1", "-d", "x", "-dy"], of: Save.single)?.name == "-d")
  }
}

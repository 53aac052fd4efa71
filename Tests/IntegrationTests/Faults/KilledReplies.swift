import CareTeamCore
import Glibc
import Testing

/// Replies whose client is killed by SIGKILL, at a system call or at a moment, each then run again with the same client
/// id as a script would do; a share of what the killed run had stored is not run again.
struct KilledReplies {
  /// What became of the runs.
  struct Figures: Sendable {
    var killedAtCall = 0
    var killedAtTime = 0
    var stored = 0
    var leftAlone = 0
    var duplicates = 0
    var withFile = 0
  }

  let home: Home
  let count: Int
  let chance: Chance
  /// Nil where programs are killed at random times only.
  let calls: SystemCalls?
  /// How long a reply takes here, in seconds.
  let usual: Double

  /// Sends the replies.
  func run() async throws -> Figures {
    var figures = Figures()
    for number in 0..<count { try await reply(number, &figures) }
    return figures
  }

  private func reply(_ number: Int, _ figures: inout Figures) async throws {
    let words = words(number)
    if words.contains("-a") { figures.withFile += 1 }
    guard try await isKilled(words, number, &figures) else { return }
    let isStored = try await home.run("outbox", "list", "--all").exits().output.contains(Self.clientId(number))
    if isStored {
      figures.stored += 1
      if figures.stored % 4 == 0 {
        figures.leftAlone += 1
        return
      }
    }
    let again = await home.run(words + ["--json"])
    try #require([0, 8].contains(again.status), "\(place(number)): \(again)")
    let isDuplicate = try again.json()["duplicate"]?.bool ?? false
    #expect(isDuplicate == isStored, "\(place(number)): \(again)")
    if isDuplicate { figures.duplicates += 1 }
  }

  /// Every other run dies at a system call, where that can be done; the others at a moment.
  private func isKilled(_ words: [String], _ number: Int, _ figures: inout Figures) async throws -> Bool {
    if number % 2 == 0, let calls {
      let killer = calls.killer(chance)
      let first = await home.run(words, under: killer)
      try #require([0, 8, 128 + SIGKILL].contains(first.status), "\(place(number)), \(killer): \(first)")
      if first.status == 128 + SIGKILL { figures.killedAtCall += 1 }
      return first.status == 128 + SIGKILL
    }
    let first = await home.run(words, seconds: chance.number(in: 0.001...usual * 1.2))
    try #require([0, 8, -1].contains(first.status), "\(place(number)): \(first)")
    if first.status == -1 { figures.killedAtTime += 1 }
    return first.status == -1
  }

  private func words(_ number: Int) -> [String] {
    let words = ["reply", "c8", "-m", Self.text(number), "--client-id", Self.clientId(number)]
    guard number % 5 == 0 else { return words }
    return words + ["-a", home.folder.write(Self.file(number), to: "file-\(number).bin")]
  }

  private func place(_ number: Int) -> String { "reply \(number), seed \(chance.seed)" }

  static func text(_ number: Int) -> String { "kill \(number)" }

  static func clientId(_ number: Int) -> String { "5a7d0f9b-1c2d-4e3f-8a4b-\("000000000000\(number)".suffix(12))" }

  /// The file that every fifth message has.
  static func file(_ number: Int) -> [UInt8] {
    (0..<20_000).map { UInt8(truncatingIfNeeded: ($0 &* 31) ^ ($0 >> 7) ^ number) }
  }
}

import CareTeamCore
import Testing

@testable import CareTeamStore

/// Random queries over random mailboxes, against a search that knows nothing of words, indexes and trees: the texts have
/// single spaces, and are looked through as they are.
struct SearchScanTests {
  private static let words = ["ab", "abc", "b", "cd", "dose", "mg", "pain", "rest", "血", "圧"]

  /// A query, as it is typed and as it is looked for.
  private struct Question {
    var typed: String
    var holds: (_ text: String) -> Bool
  }

  private func word(_ random: inout Seeded) -> String { Self.words[Int(random.next() % UInt64(Self.words.count))] }

  private func text(_ random: inout Seeded) -> String {
    " " + (0..<1 + Int(random.next() % 8)).map { _ in word(&random) }.joined(separator: " ") + " "
  }

  private func question(_ depth: Int, _ random: inout Seeded) -> Question {
    switch depth > 0 ? random.next() % 7 : random.next() % 3 {
    case 0:
      let word = word(&random)
      return Question(typed: word) { $0.contains(" \(word) ") }
    case 1:
      let (first, second) = (word(&random), word(&random))
      return Question(typed: "\"\(first) \(second)\"") { $0.contains(" \(first) \(second) ") }
    case 2: return Question(typed: "ab*") { $0.contains(" ab") }
    case 3:
      let inner = question(depth - 1, &random)
      return Question(typed: "-(\(inner.typed))") { !inner.holds($0) }
    case 4, 5:
      let (left, right) = (question(depth - 1, &random), question(depth - 1, &random))
      return Question(typed: "(\(left.typed)) \(right.typed)") { left.holds($0) && right.holds($0) }
    default:
      let (left, right) = (question(depth - 1, &random), question(depth - 1, &random))
      return Question(typed: "(\(left.typed) OR \(right.typed))") { left.holds($0) || right.holds($0) }
    }
  }

  @Test(arguments: 1...6) func `the index finds what a look at every text finds, in order`(seed: UInt64) throws {
    let mailbox = try TemporaryMailbox()
    var random = Seeded(state: seed)
    var texts: [Int: (text: String, sent: Instant)] = [:]
    for step in 0..<120 {
      // A third of them are edits; times go back and forth over some hours.
      let number = step % 3 == 2 ? Int(random.next() % 80) : step
      let version = String(step)
      texts[number] = (text(&random), at(Int64(random.next() % 20_000)))
      guard let entry = texts[number] else { continue }
      try mailbox.store.take(
        [], [message("m\(number)", in: "c\(number % 7)", text: entry.text, sent: entry.sent, version: version)])
      if step % 17 == 0 { mailbox.store.tendIndex() }
    }
    for round in 0..<80 {
      let asked = question(3, &random)
      let limit = round % 2 == 0 ? 1000 : 1 + Int(random.next() % 20)
      let query = try SearchSyntax.read(asked.typed, now: at(0), local: LocalTime { _ in 0 })
      let hits = try mailbox.store.search(query, limit: limit).hits
      let expected = texts.filter { asked.holds($0.value.text) }.sorted { left, right in
        (left.value.sent, "m\(left.key)") > (right.value.sent, "m\(right.key)")
      }
      #expect(hits.map { $0.message.reference?.id } == expected.prefix(limit).map { "m\($0.key)" }, "\(asked.typed)")
      if round == 40 { mailbox.store.tendIndex() }
    }
  }
}

/// The same numbers on every machine (SplitMix: Steele, Lea and Flood, 2014).
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

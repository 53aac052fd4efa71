import CareTeamCore
import GRDB

/// The rows of the search index: a message each, in the order of time.
///
/// A row's number is the hour in which the message was sent, since year 1, and a number within that hour. So FTS5 gives the
/// newest first without sorting, and what arrives late takes its place among the others of its hour. A number is never
/// given twice: FTS5 1 without contents cannot take a row back, so that what has changed gets another, and the old one
/// leads to no message.
enum SearchIndex {
  private static let placesInAnHour: Int64 = 1 << 27
  private static let shift: Int64 = 62_135_596_800

  /// The first row of the hour of a moment.
  static func firstRow(at instant: Instant) -> Int64 {
    let second = min(max(instant.seconds, -shift), 937_864_403_199) + shift
    return second / 3600 * placesInAnHour
  }

  /// The first row of the hour of a row.
  static func firstRowOfHour(_ row: Int64) -> Int64 { row / placesInAnHour * placesInAnHour }

  /// The first row of the hour after that of a row.
  static func nextHour(after row: Int64) -> Int64 { (row / placesInAnHour + 1) * placesInAnHour }

  /// What words are kept by: their first two letters, or the first of two characters.
  static func beginning(of word: String, isCharacter: Bool) -> String {
    var beginning = String.UnicodeScalarView()
    beginning.append(contentsOf: word.unicodeScalars.prefix(isCharacter ? 1 : 2))
    return String(beginning)
  }
}

/// What the index is to have of a message.
struct SearchEntry {
  var message: Int64
  var sentAt: Instant
  /// The terms, rising.
  var terms: [Int64]
  /// The words of these terms, for the list of beginnings.
  var words: [Word]

  /// A word and its term.
  struct Word {
    var text: String
    var isCharacter: Bool
    var term: Int64
  }

  /// A number by which another content is noticed (FNV-1a over the terms, which are hashes under a key already).
  var digest: Int64 {
    Int64(bitPattern: terms.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64(bitPattern: $1)) &* 0x100_0000_01B3 })
  }
}

/// A word of a text as search sees it: folded, with its place in the text.
///
/// The rule: a word is a run of letters, or a run of digits. A letter beside a digit begins another word, so that ‘B12’ and
/// ‘B-12’, ‘5mg’ and ‘5 mg’ are the same two words; a full stop or a comma between digits belongs to the number, so
/// that ‘7’ is not found in ‘7.5’ (UAX #29, MidNum). In scripts that are written without spaces, and in Korean, whose words
/// carry their particles, each character is a word. Everything else stands between words.
package struct SearchWord: Sendable, Hashable {
  /// The word in lower case and without diacritics.
  package var text: String
  /// Whether it is one character of a script in which words are not told apart.
  package var isCharacter: Bool
  /// Where it begins in the text, in bytes of UTF-8.
  package var start: Int
  /// Where it ends.
  package var end: Int
}

extension SearchWord {
  /// The words of a text.
  package static func words(of text: String) -> [SearchWord] {
    var scanner = WordScanner(byteCount: text.utf8.count)
    var text = text
    text.withUTF8 { scanner.scan($0) }
    return scanner.words
  }

  /// The words of a text with a space between them.
  package static func folded(_ text: String) -> String { words(of: text).map(\.text).joined(separator: " ") }

  /// What an index has of these words: each word, but each two neighbours among characters, and the last of a row of them.
  package static func terms(of words: [SearchWord]) -> Set<String> {
    var terms: Set<String> = []
    for (index, word) in words.enumerated() {
      let next = index + 1 < words.count ? words[index + 1] : nil
      if word.isCharacter, let next, next.isCharacter {
        terms.insert(word.text + next.text)
      } else {
        terms.insert(word.text)
      }
    }
    return terms
  }
}

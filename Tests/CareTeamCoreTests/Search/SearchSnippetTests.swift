import CareTeamCore
import Testing

struct SearchSnippetTests {
  private func snippet(_ text: String, _ phrases: String...) -> SearchSnippet {
    SearchSnippet(
      of: text, words: SearchWord.words(of: text), for: phrases.map { SearchPhrase(words: SearchWord.words(of: $0)) })
  }

  private func matches(_ snippet: SearchSnippet) -> [String] {
    let scalars = Array(snippet.text.unicodeScalars)
    return snippet.matches.map { range in
      var piece = String.UnicodeScalarView()
      piece.append(contentsOf: scalars[range])
      return String(piece)
    }
  }

  @Test func `it begins somewhat before the first match, and marks each`() {
    let long = String(repeating: "words and more words ", count: 20)
    let found = snippet("\(long) take Métformin 5 mg, metformin! \(long)", "metformin")
    #expect(matches(found) == ["Métformin", "metformin"])
    #expect(found.text.hasPrefix("…") && found.text.hasSuffix("…") && found.text.count <= SearchSnippet.length + 1)
    #expect(found.text.contains("take Métformin 5 mg, metformin!"))
  }

  @Test func `a phrase is one match, on one line, and matches that meet are one`() {
    #expect(matches(snippet("my blood\n\n  pressure is", "blood pressure")) == ["blood pressure"])
    #expect(snippet("my blood\n\n  pressure is", "blood pressure").text == "my blood pressure is")
    #expect(matches(snippet("blood pressure", "blood pressure", "pressure")) == ["blood pressure"])
    #expect(matches(snippet("高い血圧です", "血圧")) == ["血圧"])
  }

  @Test func `without a match it is the beginning`() {
    #expect(snippet("one\ntwo", "three") == snippet("one\ntwo"))
    #expect(snippet("one\ntwo").text == "one two" && snippet("one\ntwo").matches.isEmpty)
    #expect(snippet("").text == "")
  }

  @Test func `a match at the very end, and one longer than the snippet, are whole or cut`() {
    let long = String(repeating: "x", count: 500)
    #expect(matches(snippet("a \(long)", long)).first?.hasPrefix("xx") == true)
    #expect(matches(snippet("\(long) end", "end")) == ["end"])
    #expect(matches(snippet("👩‍👩‍👧‍👧 e\u{301}te\u{301}", "ete")).map { SearchWord.folded($0) } == ["ete"])
  }
}

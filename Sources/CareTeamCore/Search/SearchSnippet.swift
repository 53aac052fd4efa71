/// A piece of a text on one line, with the places for which it was found.
package struct SearchSnippet: Sendable, Equatable {
  /// The most characters of the text.
  package static let length = 120
  /// The characters before the first place.
  private static let lead = 24

  /// The text on one line.
  package var text: String
  /// The places, in Unicode scalars of the text, as jq(1) counts.
  package var matches: [Range<Int>]

  /// The piece of a text around the first place where one of the phrases stands; its beginning where none does.
  package init(of text: String, words: [SearchWord], for phrases: [SearchPhrase]) {
    let places = phrases.flatMap { $0.places(in: words) }.map {
      words[$0.lowerBound].start..<words[$0.upperBound - 1].end
    }
    .sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    guard let first = places.first else {
      self.text = MessagePreview.preview(of: text)
      matches = []
      return
    }
    self.text = ""
    matches = []
    let start = Self.start(of: text, before: first.lowerBound)
    if start > text.startIndex { self.text = "…" }
    fill(from: text, start, places)
  }

  /// The beginning of a word somewhat before a place.
  private static func start(of text: String, before offset: Int) -> String.Index {
    let place = text.utf8.index(text.startIndex, offsetBy: offset)
    guard var start = text.index(place, offsetBy: -lead, limitedBy: text.startIndex) else { return text.startIndex }
    while start < place, !text[start].isWhitespace { start = text.index(after: start) }
    if start == place { return text.index(place, offsetBy: -lead / 2, limitedBy: text.startIndex) ?? text.startIndex }
    return text.index(after: start)
  }

  private mutating func fill(from text: String, _ start: String.Index, _ places: [Range<Int>]) {
    var index = start
    var offset = text.utf8.distance(from: text.startIndex, to: start)
    var scalars = self.text.unicodeScalars.count
    var count = self.text.count
    var open: Int?
    var rest = places.drop { $0.lowerBound < offset }
    var end = 0
    while index < text.endIndex, count < Self.length {
      while let place = rest.first, place.lowerBound <= offset {
        if open == nil { open = scalars }
        end = max(end, place.upperBound)
        rest.removeFirst()
      }
      let character = text[index]
      let piece: Character? = character.isWhitespace ? (self.text.last == " " ? nil : " ") : character
      if let piece {
        self.text.append(piece)
        scalars += piece.unicodeScalars.count
        count += 1
      }
      offset += character.utf8.count
      index = text.index(after: index)
      if let from = open, offset >= end {
        matches.append(from..<scalars)
        open = nil
      }
    }
    if let open { matches.append(open..<scalars) }
    if index < text.endIndex { self.text += "…" } else { while self.text.last == " " { self.text.removeLast() } }
  }
}

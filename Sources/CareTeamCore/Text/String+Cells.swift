extension String {
  /// The text cut to this many terminal cells, ending in the ellipsis when something was cut.
  package func truncated(toCells limit: Int, ellipsis: String = "…") -> String {
    guard DisplayWidth.cells(of: self) > limit else { return self }
    let mark = DisplayWidth.cells(of: ellipsis) <= limit ? ellipsis : ""
    let (head, _) = prefix(cells: limit - DisplayWidth.cells(of: mark))
    return String(head) + mark
  }

  /// The beginning of the text, of at most this many scalars.
  package func shortened(to scalars: Int) -> String { String(String.UnicodeScalarView(unicodeScalars.prefix(scalars))) }

  /// The text with spaces added up to this many terminal cells: after it, or before it when aligned to the right.
  package func padded(toCells width: Int, alignRight: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - DisplayWidth.cells(of: self)))
    return alignRight ? spaces + self : self + spaces
  }

  /// The text in lines of at most this many terminal cells: broken at spaces and beside wide characters, long words
  /// anywhere; a line break in the text stays one.
  package func wrapped(toCells width: Int) -> [String] {
    split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      var wrapping = LineWrapping(width: max(2, width))
      for character in line { wrapping.take(character) }
      return wrapping.finish()
    }
  }
}

extension StringProtocol {
  /// The longest beginning that takes at most this many cells, and the cells it takes.
  fileprivate func prefix(cells limit: Int) -> (SubSequence, Int) {
    var used = 0
    var end = startIndex
    while end < endIndex {
      let cells = DisplayWidth.cells(of: self[end])
      if used + cells > limit { break }
      used += cells
      end = index(after: end)
    }
    return (self[..<end], used)
  }
}

/// One paragraph being broken into lines: the finished lines, the line so far, and the word that may not fit it.
private struct LineWrapping {
  let width: Int
  private var lines: [String] = []
  private var line = ""
  private var lineCells = 0
  private var word = ""
  private var wordCells = 0

  init(width: Int) { self.width = width }

  mutating func take(_ character: Character) {
    let cells = DisplayWidth.cells(of: character)
    if character == " " {
      endWord()
      if lineCells < width {
        line.append(character)
        lineCells += 1
      }
      return
    }
    if cells == 2 { endWord() }
    if wordCells + cells > width { endWord() }
    word.append(character)
    wordCells += cells
    if cells == 2 { endWord() }
  }

  mutating func finish() -> [String] {
    endWord()
    endLine()
    return lines
  }

  private mutating func endWord() {
    if lineCells + wordCells > width { endLine() }
    line += word
    lineCells += wordCells
    word = ""
    wordCells = 0
  }

  private mutating func endLine() {
    while line.last == " " { line.removeLast() }
    lines.append(line)
    line = ""
    lineCells = 0
  }
}

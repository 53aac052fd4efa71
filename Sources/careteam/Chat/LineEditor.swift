/// The line that is being typed: keys in, and what follows from them out.
struct LineEditor: Sendable {
  /// The most characters of a line; longer texts are for the editor.
  static let longest = 20_000

  /// What a key came to.
  enum Outcome: Sendable, Equatable {
    /// Nothing is different.
    case none
    /// The text or the place in it is another.
    case changed
    /// The line is finished; it is empty now.
    case entered(String)
    /// Ctrl-C on an empty line.
    case interrupted
    /// Ctrl-D behind the text.
    case ended
    case suspended
    case redraw
    case completion
    case edit
    /// More was pasted than a line takes.
    case tooLong
  }

  private(set) var characters: [Character] = []
  /// Before which character the next goes.
  private(set) var cursor = 0
  private var history: [String] = []
  /// Where in the history the line is from, and what had been typed before it was fetched.
  private var place: Int?
  private var setAside = ""
  private var killed = ""

  /// What is typed so far.
  var text: String { String(characters) }
  /// Whether nothing is typed.
  var isEmpty: Bool { characters.isEmpty }

  /// Whether it is a line from the history.
  var isRecalled: Bool { place != nil }

  /// Takes a key.
  mutating func take(_ key: Key) -> Outcome {
    switch key {
    case .text(let text): insert(text)
    case .paste(let text): insert(text)
    case .newLine: insert("\n")
    case .enter: enter()
    case .backspace: remove(cursor - 1..<cursor)
    case .delete: remove(cursor..<cursor + 1)
    case .killToEnd: kill(cursor..<endOfRow)
    case .killToStart: kill(startOfRow..<cursor)
    case .killWord: kill(wordStart..<cursor)
    case .killNextWord: kill(cursor..<wordEnd)
    case .yank: insert(killed)
    case .left: move(to: cursor - 1)
    case .right: move(to: cursor + 1)
    case .home: move(to: startOfRow)
    case .end: move(to: endOfRow)
    case .wordLeft: move(to: wordStart)
    case .wordRight: move(to: wordEnd)
    case .up: goUp()
    case .down: goDown()
    case .previous: recall(-1)
    case .next: recall(1)
    case .interrupt: interrupt()
    case .endOfInput: cursor < characters.count ? remove(cursor..<cursor + 1) : .ended
    case .suspend: .suspended
    case .redraw: .redraw
    case .tab: .completion
    case .edit: .edit
    case .other: .none
    }
  }

  /// Puts another text into the line, with the cursor behind it.
  mutating func replace(with text: String) {
    characters = Array(text)
    cursor = characters.count
    place = nil
  }

  /// Keeps a line for the arrow keys.
  mutating func remember(_ line: String) {
    if history.last != line { history.append(line) }
    if history.count > 500 { history.removeFirst() }
  }

  private mutating func insert(_ text: String) -> Outcome {
    guard !text.isEmpty else { return .none }
    let addition = Array(text)
    guard characters.count + addition.count <= Self.longest else { return .tooLong }
    let tail = characters[cursor...]
    // A mark joins the character before it, so that there may be no more of them than there were.
    let head = Array(String(characters[..<cursor]) + text)
    characters = Array(String(head) + String(tail))
    cursor = min(head.count, characters.count)
    return .changed
  }

  /// Enter: a backslash before it makes it a line break, two are one backslash at the end.
  private mutating func enter() -> Outcome {
    let backslashes = cursor == characters.count ? characters.reversed().prefix { $0 == "\\" }.count : 0
    if backslashes % 2 == 1 {
      characters[cursor - 1] = "\n"
      return .changed
    }
    let line = text
    if !line.allSatisfy(\.isWhitespace) { remember(line) }
    clear()
    return .entered(line)
  }

  private mutating func interrupt() -> Outcome {
    guard !isEmpty else { return .interrupted }
    if !text.allSatisfy(\.isWhitespace) { remember(text) }
    clear()
    return .changed
  }

  private mutating func clear() {
    characters = []
    cursor = 0
    place = nil
    setAside = ""
  }

  private mutating func remove(_ range: Range<Int>) -> Outcome {
    guard range.lowerBound >= 0, range.upperBound <= characters.count, !range.isEmpty else { return .none }
    characters = Array(String(characters[..<range.lowerBound]) + String(characters[range.upperBound...]))
    cursor = min(range.lowerBound, characters.count)
    return .changed
  }

  private mutating func kill(_ range: Range<Int>) -> Outcome {
    guard !range.isEmpty else { return .none }
    killed = String(characters[range])
    return remove(range)
  }

  private mutating func move(to target: Int) -> Outcome {
    let target = min(max(0, target), characters.count)
    guard target != cursor else { return .none }
    cursor = target
    return .changed
  }

  private mutating func recall(_ step: Int) -> Outcome {
    let from = place ?? history.count
    let target = from + step
    guard target >= 0, target <= history.count, target != from else { return .none }
    if place == nil { setAside = text }
    let line = target == history.count ? setAside : history[target]
    replace(with: line)
    place = target == history.count ? nil : target
    return .changed
  }
}

extension LineEditor {
  private var startOfRow: Int { characters[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0 }

  private var endOfRow: Int { characters[cursor...].firstIndex(of: "\n") ?? characters.count }

  private var wordStart: Int {
    var place = cursor
    while place > 0, !characters[place - 1].isWordPart { place -= 1 }
    while place > 0, characters[place - 1].isWordPart { place -= 1 }
    return place
  }

  private var wordEnd: Int {
    var place = cursor
    while place < characters.count, !characters[place].isWordPart { place += 1 }
    while place < characters.count, characters[place].isWordPart { place += 1 }
    return place
  }

  /// To the row above at the same character of it, or to the history from the first.
  private mutating func goUp() -> Outcome {
    let start = startOfRow
    guard start > 0 else { return recall(-1) }
    let above = characters[..<(start - 1)].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    return move(to: min(above + cursor - start, start - 1))
  }

  private mutating func goDown() -> Outcome {
    let end = endOfRow
    guard end < characters.count else { return recall(1) }
    let below = characters[(end + 1)...].firstIndex(of: "\n") ?? characters.count
    return move(to: min(end + 1 + cursor - startOfRow, below))
  }
}

extension Character {
  fileprivate var isWordPart: Bool { isLetter || isNumber }
}

/// The plain text being laid out from HTML: white space collapsed as a browser would, blocks on lines of their own.
struct HTMLLayout {
  private var output = ""
  /// Line breaks owed before the next text, and whether a space is.
  private var owedBreaks = 0
  private var owesSpace = false
  /// Whether a row has a cell already, and whether nothing has been written into its last one.
  private var hasOpenCell = false
  private var isCellEmpty = false
  /// How deep inside `blockquote`, and how deep the last line was.
  private var quotes = 0
  private var lastQuotes = 0
  /// The next number of each open list, nil for bullets; how deep inside `pre`.
  private var lists: [Int?] = []
  private var preformatted = 0
  private var isStruck = false
  private var link: String?
  private var linkText = ""

  mutating func add(_ text: String) {
    if preformatted > 0 {
      write(text)
      return
    }
    var word = ""
    for scalar in text.unicodeScalars {
      if scalar == " " || (0x09...0x0D).contains(scalar.value) {
        write(word)
        word = ""
        owesSpace = true
      } else {
        word.unicodeScalars.append(scalar)
      }
    }
    write(word)
  }

  mutating func apply(_ tag: HTMLTag) {
    switch tag.name {
    case "br": endLine()
    case "p", "h1", "h2", "h3", "h4", "h5", "h6": owe(2)
    case "blockquote": quote(tag)
    case "table", "caption": endRow(2)
    case "tr", "thead", "tbody", "tfoot": endRow(1)
    case "ul", "ol": tag.isEnd ? closeList() : openList(numbered: tag.name == "ol")
    case "li": item(tag)
    case "td", "th": if !tag.isEnd { cell() }
    case "pre":
      owe(1)
      preformatted = max(0, preformatted + (tag.isEnd ? -1 : 1))
    case "hr":
      owe(1)
      write("---")
      owe(1)
    case "dd": define(tag)
    case "a": tag.isEnd ? closeLink() : openLink(tag)
    // What is raised or struck out means something else without that: 10<sup>9</sup> is not 109.
    case "sup": if !tag.isEnd { raise() }
    case "del", "s", "strike": strike(tag)
    case "img": if let alternative = tag.alternative, !alternative.isEmpty { add("[\(alternative)]") }
    default: if Self.blocks.contains(tag.name) { owe(1) }
    }
  }

  mutating func finish() -> String {
    closeLink()
    if isStruck { output += "]" }
    return output
  }

  private mutating func write(_ text: String) {
    guard !text.isEmpty else { return }
    if owedBreaks > 0 || output.isEmpty {
      let blank = "\n" + (min(quotes, lastQuotes) > 0 ? ">" : "")
      if !output.isEmpty { output += String(repeating: blank, count: owedBreaks - 1) + "\n" }
      output += String(repeating: "> ", count: quotes)
      lastQuotes = quotes
    } else if owesSpace, !output.isEmpty, !endsInSpace {
      output += " "
    }
    owedBreaks = 0
    owesSpace = false
    isCellEmpty = false
    output += text
    if link != nil { linkText += text }
  }

  private var endsInSpace: Bool { output.utf8.last == 0x20 || output.utf8.last == 0x0A }

  private mutating func owe(_ breaks: Int) {
    // A paragraph that fills a cell begins where the cell does.
    if hasOpenCell, isCellEmpty { return }
    owedBreaks = max(owedBreaks, breaks)
    owesSpace = false
  }

  private mutating func endRow(_ breaks: Int) {
    hasOpenCell = false
    owe(breaks)
  }

  private mutating func quote(_ tag: HTMLTag) {
    owe(2)
    quotes = min(8, max(0, quotes + (tag.isEnd ? -1 : 1)))
  }

  private mutating func define(_ tag: HTMLTag) {
    owe(1)
    if !tag.isEnd { write("  ") }
  }

  private mutating func raise() {
    if let last = output.utf8.last, owedBreaks == 0, !owesSpace, last != 0x20, last != 0x0A { write("^") }
  }

  private mutating func strike(_ tag: HTMLTag) {
    guard tag.isEnd == isStruck else { return }
    isStruck = !tag.isEnd
    write(tag.isEnd ? "]" : "[struck out: ")
  }

  private mutating func endLine() {
    owedBreaks = min(2, owedBreaks + 1)
    owesSpace = false
  }

  private mutating func openList(numbered: Bool) {
    owe(1)
    if lists.count < 64 { lists.append(numbered ? .some(1) : nil) }
  }

  private mutating func closeList() {
    _ = lists.popLast()
    owe(1)
  }

  private mutating func item(_ tag: HTMLTag) {
    owe(1)
    guard !tag.isEnd else { return }
    var mark = "• "
    if let last = lists.last, let number = last {
      mark = "\(number). "
      lists[lists.count - 1] = number + 1
    }
    write(String(repeating: "  ", count: min(8, max(0, lists.count - 1))) + mark)
  }

  private mutating func cell() {
    if hasOpenCell {
      // What ended the last cell ends no line.
      owedBreaks = 0
      owesSpace = false
      write(" |")
    }
    owesSpace = hasOpenCell
    hasOpenCell = true
    isCellEmpty = true
  }

  private mutating func openLink(_ tag: HTMLTag) {
    closeLink()
    linkText = ""
    link = tag.address
  }

  /// Shows where a link leads, so that text and address cannot differ unseen.
  private mutating func closeLink() {
    guard let address = link else { return }
    link = nil
    let shown = address.split(whereSeparator: \.isWhitespace).joined()
    guard !shown.isEmpty, !shown.hasPrefix("#"), linkText != shown, "mailto:" + linkText != shown else { return }
    owesSpace = !linkText.isEmpty
    write("<\(shown)>")
  }

  private static let blocks: Set<String> = [
    "address", "article", "aside", "body", "center", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "head", "header", "html", "legend", "main", "nav", "option", "section", "summary",
  ]
}

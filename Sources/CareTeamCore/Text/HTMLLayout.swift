/// The plain text being laid out from HTML: white space collapsed as a browser would, blocks on lines of their own.
struct HTMLLayout {
  private var output = ""
  /// Line breaks owed before the next text, and whether a space is.
  private var owedBreaks = 0
  private var owesSpace = false
  private var hasOpenCell = false
  /// The next number of each open list, nil for bullets; how deep inside `pre`.
  private var lists: [Int?] = []
  private var preformatted = 0
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
    case "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table": owe(2)
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
    case "a": tag.isEnd ? closeLink() : openLink(tag)
    case "img": if let alternative = tag.alternative, !alternative.isEmpty { add("[\(alternative)]") }
    default: if Self.blocks.contains(tag.name) { owe(1) }
    }
  }

  mutating func finish() -> String {
    closeLink()
    return output
  }

  private mutating func write(_ text: String) {
    guard !text.isEmpty else { return }
    if owedBreaks > 0 {
      if !output.isEmpty { output += String(repeating: "\n", count: owedBreaks) }
    } else if owesSpace, !output.isEmpty, !endsInSpace {
      output += " "
    }
    owedBreaks = 0
    owesSpace = false
    output += text
    if link != nil { linkText += text }
  }

  private var endsInSpace: Bool { output.utf8.last == 0x20 || output.utf8.last == 0x0A }

  private mutating func owe(_ breaks: Int) {
    owedBreaks = max(owedBreaks, breaks)
    owesSpace = false
    hasOpenCell = false
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
    if hasOpenCell { write(" |") }
    owesSpace = hasOpenCell
    hasOpenCell = true
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
    "address", "article", "aside", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
    "head", "header", "html", "main", "nav", "section", "tbody", "thead", "tfoot", "tr",
  ]
}

/// HTML and XHTML message bodies as readable plain text, in one pass, so that hostile input costs no more than its length.
package enum HTMLText {
  /// Whether a body holds a tag of the kind mail and portals write; FHIR's `contentString` is plain text otherwise.
  package static func looksLikeHTML(_ text: String) -> Bool {
    guard text.utf8.contains(0x3C) else { return false }
    var scanner = HTMLScanner(text)
    while let token = scanner.next() {
      if case .tag(let tag) = token, known.contains(tag.name) { return true }
    }
    return false
  }

  /// The text a reader would see: tags gone, entities decoded, list items with bullets, links with their address.
  package static func text(of html: String) -> String {
    var scanner = HTMLScanner(html)
    var layout = HTMLLayout()
    while let token = scanner.next() {
      switch token {
      case .text(let text): layout.add(text)
      case .tag(let tag): layout.apply(tag)
      }
    }
    return layout.finish()
  }

  private static let known: Set<String> = [
    "a", "article", "b", "big", "blockquote", "body", "br", "caption", "center", "code", "dd", "del", "div", "dl", "dt",
    "em", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img",
    "ins", "li", "link", "main", "meta", "ol", "p", "pre", "s", "script", "section", "small", "span", "strike",
    "strong", "style", "sub", "sup", "svg", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
  ]
}

/// One piece of an HTML text.
enum HTMLToken: Sendable, Equatable {
  /// Text between tags, its entities decoded.
  case text(String)
  /// A start or end tag.
  case tag(HTMLTag)
}

/// A tag: its name in lower case and, for a link or an image, the address or the text that stands for it.
struct HTMLTag: Sendable, Equatable {
  var name: String
  var isEnd = false
  var isSelfClosing = false
  var address: String?
  var alternative: String?
}

/// A left-to-right reader of HTML, forgiving as browsers are (WHATWG HTML §13.2.5, in outline): never fails, never goes back.
struct HTMLScanner {
  private let bytes: [UInt8]
  private var index = 0
  /// Ends that were looked for and do not follow, so that they are looked for once.
  private var hasNoMoreEnds = Set<[UInt8]>()

  init(_ html: String) { bytes = Array(html.utf8) }

  mutating func next() -> HTMLToken? {
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<") else { return .text(text()) }
      if let token = markup() { return token }
    }
    return nil
  }

  private mutating func text() -> String {
    let start = index
    while index < bytes.count, index == start || bytes[index] != UInt8(ascii: "<") { index += 1 }
    return HTMLEntities.decode(bytes[start..<index])
  }

  /// What a `<` opens: nil for what is skipped, text for a `<` that opens nothing.
  private mutating func markup() -> HTMLToken? {
    guard index + 1 < bytes.count else { return .text(text()) }
    switch bytes[index + 1] {
    case UInt8(ascii: "!"), UInt8(ascii: "?"):
      skipDeclaration()
      return nil
    case UInt8(ascii: "/") where index + 2 < bytes.count && bytes[index + 2].isASCIILetter: return tag()
    case let byte where byte.isASCIILetter: return tag()
    default: return .text(text())
    }
  }

  private mutating func skipDeclaration() {
    let end: [UInt8] =
      starts(with: "<!--") ? Array("-->".utf8) : starts(with: "<![CDATA[") ? Array("]]>".utf8) : Array(">".utf8)
    index += 2
    if !hasNoMoreEnds.contains(end) {
      let start = index
      while index < bytes.count, !bytes[index...].starts(with: end) { index += 1 }
      guard index == bytes.count, end.count > 1 else {
        index = min(bytes.count, index + end.count)
        return
      }
      hasNoMoreEnds.insert(end)
      index = start
    }
    // A comment that is never closed hides nothing but its first tag's worth of text.
    while index < bytes.count, bytes[index] != UInt8(ascii: ">") { index += 1 }
    index = min(bytes.count, index + 1)
  }

  private mutating func tag() -> HTMLToken? {
    let start = index
    index += 1
    var tag = HTMLTag(name: "")
    tag.isEnd = bytes[index] == UInt8(ascii: "/")
    if tag.isEnd { index += 1 }
    tag.name = word { $0.isASCIISpace || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ">") }.lowercased()
    guard attributes(of: &tag) else { return .text(HTMLEntities.decode(bytes[start...])) }
    if !tag.isEnd, !tag.isSelfClosing, Self.hidden.contains(tag.name) {
      skipContent(of: tag.name)
      return nil
    }
    return .tag(tag)
  }

  /// Reads up to the closing `>`; false when there is none, so that “pain <a lot” stays text.
  private mutating func attributes(of tag: inout HTMLTag) -> Bool {
    while index < bytes.count, bytes[index] != UInt8(ascii: ">") {
      if bytes[index].isASCIISpace || bytes[index] == UInt8(ascii: "/") {
        tag.isSelfClosing = bytes[index] == UInt8(ascii: "/")
        index += 1
        continue
      }
      tag.isSelfClosing = false
      let name = attributeName()
      let value = attributeValue()
      if name == "href", tag.name == "a" { tag.address = tag.address ?? value }
      if name == "alt", tag.name == "img" { tag.alternative = tag.alternative ?? value }
    }
    guard index < bytes.count else { return false }
    index += 1
    return true
  }

  private mutating func attributeName() -> String {
    let start = index
    index += 1
    while index < bytes.count, !bytes[index].isASCIISpace, !"=/>".utf8.contains(bytes[index]) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
  }

  private mutating func attributeValue() -> String? {
    skipSpace()
    guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { return nil }
    index += 1
    skipSpace()
    guard index < bytes.count else { return nil }
    let quote = bytes[index]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return word { $0.isASCIISpace || $0 == UInt8(ascii: ">") }
    }
    index += 1
    let value = word { $0 == quote }
    index = min(bytes.count, index + 1)
    return value
  }

  private mutating func word(until isEnd: (UInt8) -> Bool) -> String {
    let start = index
    while index < bytes.count, !isEnd(bytes[index]) { index += 1 }
    return HTMLEntities.decode(bytes[start..<index])
  }

  private mutating func skipSpace() {
    while index < bytes.count, bytes[index].isASCIISpace { index += 1 }
  }

  /// Passes over an element whose content is not for reading; an element that is never closed is only its tag.
  private mutating func skipContent(of name: String) {
    guard !hasNoMoreEnds.contains(Array(name.utf8)) else { return }
    let start = index
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "<"), starts(with: "</" + name) {
        while index < bytes.count, bytes[index] != UInt8(ascii: ">") { index += 1 }
        index = min(bytes.count, index + 1)
        return
      }
      index += 1
    }
    hasNoMoreEnds.insert(Array(name.utf8))
    // A browser would hide the rest of the document; a message's text is not to be lost to one open <title>.
    index = name == "script" || name == "style" ? bytes.count : start
  }

  private func starts(with text: String) -> Bool {
    var position = index
    for byte in text.utf8 {
      let fold: UInt8 = byte.isASCIILetter ? 0x20 : 0
      guard position < bytes.count, bytes[position] | fold == byte | fold else { return false }
      position += 1
    }
    return true
  }

  private static let hidden: Set<String> = [
    "script", "style", "title", "template", "noscript", "iframe", "svg", "math",
  ]
}

extension UInt8 {
  fileprivate var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }
  fileprivate var isASCIISpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

/// A URI or relative reference in its five parts (RFC 3986 §4.1).
///
/// Bytes a path or query may not hold, as servers write into their links (`|`, quotes, text), are percent-encoded;
/// control characters and backslashes before the path make it no reference at all.
package struct URLReference: Sendable, Hashable, CustomStringConvertible {
  /// In lower case; nil in a relative reference.
  package var scheme: String?
  /// Host, and what stands around it; see `Origin`.
  package var authority: String?
  /// The path, percent-encoded.
  package var path: String
  /// What follows `?`, percent-encoded.
  package var query: String?
  /// What follows `#`, percent-encoded.
  package var fragment: String?

  /// Parts a reference; nil when it has control characters or no legal scheme or authority.
  package init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
    var rest = Substring(text)
    fragment = URLReference.cut(&rest, from: "#").map(URLReference.encoded)
    query = URLReference.cut(&rest, from: "?").map(URLReference.encoded)
    if let colon = rest.firstIndex(where: { ":/".contains($0) }), rest[colon] == ":" {
      guard URLReference.isScheme(rest[..<colon]) else { return nil }
      scheme = rest[..<colon].lowercased()
      rest = rest[rest.index(after: colon)...]
    }
    if rest.hasPrefix("//") {
      let start = rest.index(rest.startIndex, offsetBy: 2)
      let end = rest[start...].firstIndex(of: "/") ?? rest.endIndex
      guard rest[start..<end].utf8.allSatisfy(URLReference.isAuthorityByte) else { return nil }
      authority = String(rest[start..<end])
      rest = rest[end...]
    }
    path = URLReference.encoded(rest)
  }

  /// The address this reference means in a document at `base` (RFC 3986 §5.2.2).
  package func resolved(against base: URLReference) -> URLReference {
    var target = self
    if scheme != nil || authority != nil {
      target.scheme = scheme ?? base.scheme
      target.path = URLReference.withoutDots(path)
      return target
    }
    target.scheme = base.scheme
    target.authority = base.authority
    if path.isEmpty {
      target.path = base.path
      target.query = query ?? base.query
    } else if path.hasPrefix("/") {
      target.path = URLReference.withoutDots(path)
    } else {
      target.path = URLReference.withoutDots(merged(onto: base))
    }
    return target
  }

  /// The parts put together again (RFC 3986 §5.3).
  package var description: String {
    var text = ""
    if let scheme { text += scheme + ":" }
    if let authority { text += "//" + authority }
    // Two slashes of a path would be read as the beginning of a host (RFC 3986 §3.3).
    if authority == nil, path.hasPrefix("//") { text += "/." }
    text += path
    if let query { text += "?" + query }
    if let fragment { text += "#" + fragment }
    return text
  }

  /// RFC 3986 §5.2.3.
  private func merged(onto base: URLReference) -> String {
    if base.authority != nil, base.path.isEmpty { return "/" + path }
    guard let slash = base.path.lastIndex(of: "/") else { return path }
    return base.path[...slash] + path
  }

  /// RFC 3986 §5.2.4, said as a stack of segments.
  private static func withoutDots(_ path: String) -> String {
    guard path.hasPrefix("/") else { return path }
    let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    var kept: [Substring] = []
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch segment {
      case ".": if isLast { kept.append("") }
      case "..":
        kept = kept.dropLast()
        if isLast { kept.append("") }
      default: kept.append(segment)
      }
    }
    return "/" + kept.joined(separator: "/")
  }

  /// By scalars: a combining mark after it makes `?` no less the beginning of a query.
  private static func cut(_ rest: inout Substring, from mark: Unicode.Scalar) -> Substring? {
    let scalars = rest.unicodeScalars
    guard let index = scalars.firstIndex(of: mark) else { return nil }
    defer { rest = Substring(scalars[..<index]) }
    return Substring(scalars[scalars.index(after: index)...])
  }

  private static func isScheme(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E].contains($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// Unreserved, sub-delims, and the marks of user, port, address literal and encoding (RFC 3986 §3.2).
  private static func isAuthorityByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || (0x30...0x39).contains(byte) || "-._~!$&'()*+,;=:@[]%".utf8.contains(byte)
  }

  /// Percent-encodes what neither a path nor a query may hold, and a `%` that begins no code.
  private static func encoded(_ text: Substring) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      let isCode = byte == 0x25 && index + 2 < bytes.count && isHex(bytes[index + 1]) && isHex(bytes[index + 2])
      if isCode || isLetter(byte) || (0x30...0x39).contains(byte) || "-._~!$&'()*+,;=:@/?".utf8.contains(byte) {
        result.append(byte)
      } else {
        let digits = Array("0123456789ABCDEF".utf8)
        result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }
}

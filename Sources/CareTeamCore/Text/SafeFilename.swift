@_spi(_Unicode) import Swift

/// A file name from outside as a name that is safe to create in a folder of the user's choice.
package struct SafeFilename: Sendable, Hashable {
  /// The name: never empty, one path component, in NFC, at most 150 bytes of UTF-8.
  package let name: String

  /// The most bytes of a name.
  package static let mostBytes = 150

  /// The safe form of what a server, or a sender, called the file.
  package init(_ raw: String) {
    let base = raw.split(omittingEmptySubsequences: true) { $0 == "/" || $0 == "\\" }.last ?? ""
    // The scalars come from the standard library's normaliser, which swift-foundation uses the same way.
    var scalars = String.UnicodeScalarView()
    for scalar in String(base)._nfc where Self.isAllowed(scalar) { scalars.append(scalar) }
    var short = Self.shortened(Self.trimmed(String(scalars)), suffix: "")
    // Not before: what is cut away may be what made the name another.
    if Self.isReserved(short) { short = Self.shortened("_" + short, suffix: "") }
    name = short.isEmpty ? "attachment" : short
  }

  /// The name for the nth file called so: `name (2).pdf`.
  package func numbered(_ number: Int) -> String { Self.shortened(name, suffix: " (\(number))") }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: return false
    default: return !properties.isDefaultIgnorableCodePoint && !"/\\:*?\"<>|\u{FFFD}".unicodeScalars.contains(scalar)
    }
  }

  private static func trimmed(_ name: String) -> String {
    var rest = name.unicodeScalars[...]
    while let first = rest.first, first == "." || first == "-" || first.properties.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last == "." || last.properties.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  /// Names that are devices on Windows, whatever their suffix.
  private static func isReserved(_ name: String) -> Bool {
    let stem = trimmed(String(name.split(separator: ".").first ?? "")).uppercased()
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"].contains(stem) { return true }
    guard stem.hasPrefix("COM") || stem.hasPrefix("LPT"), stem.count == 4 else { return false }
    return stem.last.map { "0123456789¹²³".contains($0) } ?? false
  }

  /// The name with the suffix put before its extension, the stem cut between characters to keep the limit.
  private static func shortened(_ name: String, suffix: String) -> String {
    var stem = name[...]
    var ending = ""
    if let dot = name.lastIndex(of: "."), dot > name.startIndex, name[dot...].utf8.count <= 20 {
      stem = name[..<dot]
      ending = String(name[dot...])
    }
    var room = mostBytes - suffix.utf8.count - ending.utf8.count
    var kept = ""
    for character in stem {
      room -= String(character).utf8.count
      if room < 0 { break }
      kept.append(character)
    }
    while let last = kept.last, last.isWhitespace { kept.removeLast() }
    return stem.isEmpty ? "" : trimmed((kept.isEmpty ? "attachment" : kept) + suffix + ending)
  }
}

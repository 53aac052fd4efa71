import CareTeamCore

extension Configuration {
  /// Refuses what TOML does not allow, where its parser would stop the program instead of saying so: control characters,
  /// a table's header without a name, and dates.
  ///
  /// - Throws: `configuration`, with the line.
  static func checkText(_ text: String, file: String) throws(CareTeamError) {
    // A byte order mark is no part of the first line.
    let scalars = text.unicodeScalars.first == "\u{FEFF}" ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
    for (index, line) in scalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let place = "\(file):\(index + 1)"
      let content = line.last == "\r" ? line.dropLast() : line
      if let control = content.first(where: isControl) {
        let number = String(control.value, radix: 16, uppercase: true)
        throw CareTeamError(
          .configuration,
          "\(place): there is a control character, U+00\(number.count < 2 ? "0" : "")\(number); remove it")
      }
      guard !isNameless(content) else {
        throw CareTeamError(.configuration, "\(place): a table needs a name, such as [mail]")
      }
    }
    var scanner = ConfigurationScanner(text)
    if let fault = scanner.passToFault() {
      throw CareTeamError(.configuration, "\(file):\(scanner.line): \(fault)")
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 && scalar != "\t" || scalar.value == 0x7F
  }

  /// Whether a line opens brackets and nothing follows that could be a name (TOML 1.0, “Keys”).
  private static func isNameless(_ line: Substring.UnicodeScalarView) -> Bool {
    let isBlank = { (scalar: Unicode.Scalar) in " \t".unicodeScalars.contains(scalar) }
    var rest = line.drop(while: isBlank)
    guard rest.first == "[" else { return false }
    rest = rest.dropFirst()
    if rest.first == "[" { rest = rest.dropFirst() }
    guard let next = rest.drop(while: isBlank).first else { return true }
    return !(next.isASCII && next.properties.isAlphabetic || next.properties.numericType != nil && next.isASCII)
      && !"-_\"']".unicodeScalars.contains(next)
  }
}

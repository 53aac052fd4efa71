import CareTeamCore

/// Tab-separated values, the form of every list in a pipe.
enum TSV {
  /// One line, ended by a line feed.
  static func line(_ fields: [String]) -> String {
    fields.map(escaped).joined(separator: "\t") + "\n"
  }

  /// A field on one line without a tab: `\t`, `\n`, `\r` and `\\` as such, any other C0, DEL or C1 as `\xHH` (the scalar's
  /// number), everything else exact. TSV is data, so that nothing else is taken away even where it may look odd.
  static func escaped(_ field: String) -> String {
    guard field.unicodeScalars.contains(where: needsEscape) else { return field }
    var output = ""
    for scalar in field.unicodeScalars {
      switch scalar {
      case "\t": output += "\\t"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\\": output += "\\\\"
      case _ where needsEscape(scalar): output += "\\x" + (scalar.value < 16 ? "0" : "") + hexadecimal(scalar)
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  /// A line as a terminal is given it: its columns are where they were, and nothing invisible or misleading is in them.
  static func shown(_ line: String) -> String {
    line.dropLast().split(separator: "\t", omittingEmptySubsequences: false)
      .map { SafeText.render(String($0), .cell) }.joined(separator: "\t") + "\n"
  }

  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || scalar == "\\" || (0x7F..<0xA0).contains(scalar.value)
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    String(scalar.value, radix: 16, uppercase: true)
  }
}

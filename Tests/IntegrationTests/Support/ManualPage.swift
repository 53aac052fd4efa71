/// The literal displays of a manual page in mdoc, as a reader sees them.
struct ManualPage {
  /// A display, and the heading that it stands under.
  struct Display {
    var heading: String
    var text: String

    /// What a reader types: without the prompts that tell it from an answer.
    var commands: String {
      text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.hasPrefix("$ ") ? String($0.dropFirst(2)) : String($0) }.joined(separator: "\n")
    }
  }

  /// The displays in their order.
  private(set) var displays: [Display] = []

  /// Reads `man/NAME`.
  init(_ name: String) {
    var heading = ""
    var lines: [String]?
    for line in Checkout.text("man/\(name)").split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(".Ss ") || line.hasPrefix(".Sh ") { heading = String(line.dropFirst(4)) }
      if line.hasPrefix(".Bd -literal") {
        lines = []
      } else if line == ".Ed", let text = lines {
        displays.append(Display(heading: heading, text: text.map { $0 + "\n" }.joined()))
        lines = nil
      } else {
        lines?.append(Self.plain(String(line)))
      }
    }
  }

  /// The displays under a heading.
  func displays(under heading: String) -> [Display] { displays.filter { $0.heading == heading } }

  /// A line without the escapes of roff(7).
  private static func plain(_ line: String) -> String {
    let escapes = [
      ("\\(aq", "'"), ("\\(ga", "`"), ("\\(ti", "~"), ("\\(dq", "\""), ("\\-", "-"), ("\\&", ""), ("\\e", "\\"),
    ]
    var plain = ""
    var rest = line[...]
    while !rest.isEmpty {
      if let (escape, text) = escapes.first(where: { rest.hasPrefix($0.0) }) {
        plain += text
        rest = rest.dropFirst(escape.count)
      } else {
        plain.append(rest.removeFirst())
      }
    }
    return plain
  }
}

/// A mailbox as one file: the ‘mbox’ of RFC 4155, quoted in the reversible way that is known as mboxrd.
package enum MailboxFile {
  /// The line that begins a mail, with its sender and the time in UTC (RFC 4155, appendix A).
  package static func opening(from sender: MailAddress, at time: Instant) -> String {
    let words = MailDate.text(of: time, utcOffset: 0).split { $0 == " " || $0 == "," }
    let day = words[1].utf8.count == 1 ? " \(words[1])" : String(words[1])
    return "From \(sender.address) \(words[0]) \(words[2]) \(day) \(words[4]) \(words[3])\n"
  }

  /// Lines with LF that cannot be taken for the beginning of another mail, nor for one that was quoted before: a `>` more
  /// stands in front of `From `, `>From ` and so on.
  package static func quoted(_ lines: String) -> String {
    lines.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      (isMark(line) ? ">" : "") + String(decoding: line, as: UTF8.self)
    }.joined(separator: "\n")
  }

  private static func isMark(_ line: Substring.UTF8View.SubSequence) -> Bool {
    line.drop { $0 == UInt8(ascii: ">") }.starts(with: "From ".utf8)
  }
}

import CareTeamCore

extension ExportRun {
  /// Says what was written, and what not.
  ///
  /// - Parameter place: the file or folder; nil for standard output.
  func tell(to place: String?) {
    let said = [place.map(written), withoutResource, place != nil || format.embedsFiles ? leftOut : nil]
    if counts.conversations == 0 { session.remark("there is nothing to export") }
    for remark in said.compactMap({ $0 }) where counts.conversations > 0 { session.remark(remark) }
    if counts.conversations > 0, session.terminal.isErrorTerminal, !facts.isOnTerminal {
      session.remark("this is health information in plain: keep the file where only you can read it")
    }
  }

  private func written(to place: String) -> String {
    let messages = Counted.text(counts.messages, "message")
    return "exported \(messages) of \(Counted.text(counts.conversations, "conversation")) to \(place)"
  }

  private var withoutResource: String? {
    guard counts.withoutResource > 0 else { return nil }
    let are = counts.withoutResource == 1 ? "is" : "are"
    return "\(Counted.text(counts.withoutResource, "message")) that the server does not have \(are) not in it; "
      + "the other formats have what is in the outbox"
  }

  private var leftOut: String? {
    guard counts.filesLeftOut > 0 else { return nil }
    let are = counts.filesLeftOut == 1 ? "is" : "are"
    return "\(Counted.text(counts.filesLeftOut, "attachment")) \(are) not in it; ‘--attachments’ puts them there"
  }
}

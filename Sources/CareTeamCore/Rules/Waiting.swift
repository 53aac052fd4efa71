/// Who owes an answer.
package enum Waiting {
  /// What the rule looks at in a message.
  package struct Turn: Sendable {
    package var direction: Direction
    /// Whether the writer is the patient or writes for them.
    package var isFromPatientSide: Bool
    /// Whether the text asks something.
    package var asks: Bool
    package var sentAt: Instant

    /// One message in the eyes of the rule.
    package init(direction: Direction, isFromPatientSide: Bool, asks: Bool, sentAt: Instant) {
      self.direction = direction
      self.isFromPatientSide = isFromPatientSide
      self.asks = asks
      self.sentAt = sentAt
    }
  }

  /// Who owes an answer, from the messages since the last change of sides, oldest first.
  ///
  /// A patient's message always waits for the care team; the care team's waits for the patient when it asks something.
  package static func owed(after run: [Turn]) -> WaitingOn? {
    guard let first = run.first(where: { $0.isFromPatientSide || $0.asks }) else { return nil }
    return WaitingOn(who: first.direction == .incoming ? .me : .careTeam, since: first.sentAt)
  }

  private static let questionMarks = Set("?？؟⁇⁈՞፧꘏︖﹖\u{37E}".unicodeScalars)

  /// Whether a text asks something: a question mark in any of the scripts that have one.
  package static func asks(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.isASCII ? $0 == "?" : questionMarks.contains($0) }
  }
}

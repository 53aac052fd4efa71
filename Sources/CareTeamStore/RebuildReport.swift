package import CareTeamCore

/// What became of a damaged mailbox that was made anew.
package struct RebuildReport: Sendable, Equatable {
  /// What was wrong with it.
  package var reason: String
  /// Where the damaged file is now; nil when there was none.
  package var setAside: String?
  package var conversations = 0
  package var messages = 0
  /// Messages that are still to be sent, which are whole and in the outbox again.
  package var unsent = 0
  package var drafts = 0
  package var cursors = 0
  /// Messages that are not whole: they are in the outbox as failed, for a person to decide.
  package var held: [Handle] = []
  /// Messages that were to be sent and whose text could not be read.
  package var lost: [Handle] = []
  /// The tables of which something could not be read.
  package var faulty: Set<String> = []
  /// Whether the last changes before the damage may be missing.
  package var isLogDamaged = false

  /// What was recovered and, plainly, what could not be, a sentence each.
  package var sentences: [String] {
    var sentences = ["the mailbox was damaged (\(reason)) and has been made anew"]
    if let setAside { sentences.append("the damaged file is kept as \(setAside)") }
    sentences.append(
      "recovered \(Self.count(conversations, "conversation")), \(Self.count(messages, "message")), "
        + "\(Self.count(unsent, "message")) to be sent, \(Self.count(drafts, "draft")) and "
        + Self.count(cursors, "cursor"))
    return sentences + losses
  }

  private var losses: [String] {
    var losses: [String] = []
    if isLogDamaged { losses.append("the last changes before the damage could not be read and may be missing") }
    if !held.isEmpty {
      losses.append(
        "\(Self.list(held)) could not be read whole and will not be sent: take each back with ‘careteam outbox cancel’, "
          + "check it and send it again")
    }
    if !lost.isEmpty {
      losses.append("the text of \(Self.list(lost)) could not be read: it was not sent, write it again")
    }
    if faulty.contains("outbox"), lost.isEmpty {
      losses.append("a part of the outbox could not be read: check with ‘careteam outbox list’ what waits")
    }
    if faulty.contains("draft") { losses.append("some drafts could not be read") }
    if faulty.contains("cursor") { losses.append("some cursors could not be read: they begin anew") }
    if faulty.contains("event") { losses.append("some events could not be read: a watch is told that there is a gap") }
    if !faulty.isDisjoint(with: ["conversation_handle", "message_handle"]) {
      losses.append("some handles could not be read: what had them may get new ones, and no old one is used again")
    }
    if !faulty.isDisjoint(with: ["message", "pending_receipt"]) {
      losses.append("some messages could not be read: the server's are fetched again, what was read only here is lost")
    }
    return losses
  }

  private static func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }

  private static func list(_ handles: [Handle]) -> String { handles.map(\.description).joined(separator: ", ") }
}

import CareTeamCore
import CareTeamMailbox

/// Marks as read what a person was shown, which `read` and `chat` do.
struct ShownMessages {
  let session: Session
  let mailbox: Mailbox

  /// Marks those of some messages that were not read.
  ///
  /// - Parameter deadline: until when the server is told; where nothing is left, the next synchronisation tells it.
  /// - Returns: what was marked, and how to undo it; nil where there was nothing to mark.
  func mark(_ messages: [Message], by deadline: Deadline) async throws(CareTeamError) -> String? {
    let unread = messages.filter { $0.direction == .incoming && !$0.isRead }
    guard let first = unread.first else { return nil }
    do throws(CareTeamError) { try session.requireScope(for: .receipts, in: mailbox.dialect) } catch {
      return "nothing was marked as read: \(error.message)"
    }
    try await mailbox.markRead(unread.map(\.handle), by: deadline)
    let what = unread.count == 1 ? "\(first.handle)" : "\(unread.count) messages"
    let undo = unread.count == 1 ? "\(first.handle)" : unread.map(\.handle.description).prefix(4).joined(separator: " ")
    let seen = mailbox.dialect.receipts == .local ? "on this machine only" : "which the care team can see"
    return "marked \(what) as read, \(seen); undo with ‘careteam mark \(undo) --unread’"
  }
}

/// Which conversations a list shows.
package struct ConversationQuery: Sendable, Equatable {
  /// Only those with unread messages.
  package var unreadOnly = false
  package var status: ConversationStatus?
  package var priority: Priority?
  package var type: MessageType?
  /// Only those with a participant whose name contains this, whatever its case, or whose id this is.
  package var with: String?
  /// Only those in which someone owes an answer.
  package var waitingOnly = false
  /// Only those with activity at this moment or later.
  package var since: Instant?
  /// The most to show; nil for all.
  package var limit: Int?

  /// Every conversation.
  package init() {}
}

/// The badge of a conversation.
package enum Attention {
  /// The badge, from what the store keeps.
  ///
  /// A conversation needs attention when something in it is unread, when a message of the user's failed, and, as long
  /// as it is open, when the user owes an answer or it is pressing. So a closed one with an unread last word is noticed.
  package static func status(
    isClosed: Bool, unreadCount: Int, failedCount: Int, waitingOn: WaitingOn?, priority: Priority
  ) -> ConversationStatus {
    if unreadCount > 0 || failedCount > 0 { return .needsAttention }
    if isClosed { return .completed }
    return waitingOn?.who == .me || priority > .routine ? .needsAttention : .active
  }
}

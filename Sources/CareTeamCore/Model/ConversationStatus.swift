/// The badge of a conversation, for the account's own user.
package enum ConversationStatus: String, Sendable, CaseIterable {
  case active
  case completed
  case needsAttention = "needs-attention"
}

/// Something from a server that careteam can make no sense of, and leaves out.
package struct Unreadable: Sendable, Hashable {
  /// What it is, with why: `Communication/9, which names no conversation`.
  package var what: String
  /// `meta.lastUpdated`, where that can be read: what is older than the mailbox's last look was told then.
  package var lastUpdated: Instant?

  /// Something that is left out.
  package init(_ what: String, lastUpdated: Instant?) {
    self.what = what
    self.lastUpdated = lastUpdated
  }
}

package import CareTeamCore

/// What can go wrong with the mailbox on disk.
package enum StoreError: Error, Equatable, Sendable {
  /// There is no mailbox at this path.
  case missing(path: String)
  /// The mailbox has no account yet.
  case noAccount
  /// Another process kept the mailbox locked for longer than the lock wait.
  case busy(holder: LockHolder?)
  /// Another process consumes the events of this cursor.
  case cursorBusy(name: String, holder: LockHolder?)
  /// The mailbox was made by a newer careteam.
  case newerSchema(found: Int, known: Int)
  /// The file is not a sound mailbox.
  case damaged(String)
  /// The mailbox is sealed, and its key is not where it should be.
  case keyMissing(SecretPlace)
  /// The mailbox is sealed, and what is kept as its key is another one.
  case keyWrong(SecretPlace)
  /// Whether there is a key cannot be found out, and why.
  case keyUnavailable(String, isTemporary: Bool)
  /// The mailbox was sealed with another key since a file was copied for it.
  case keyChanged
  /// Another file has taken the place of the one that is open, or nothing has.
  case replaced
  /// No space is left for the change, which was not made.
  case diskFull
  /// The file or its folder may not be written.
  case readOnly(path: String)
  /// The path is a symbolic link or not of the kind it should be.
  case unsafePath(String)
  /// The disk, or what SQLite asked of it, failed.
  case io(String)
  /// Nothing has this handle or id.
  case unknown(String)
  /// Several things have an id that begins so.
  case ambiguous([Candidate])
  /// The handle names something of another kind.
  case wrongKind(Handle, expected: [Handle.Kind])
  /// The client id belongs to a message with another text or in another conversation.
  case clientIdTaken(String)
  /// The outbox item is in a state in which this cannot be done.
  case notPossible(Handle, state: OutboxEntry.State)

  /// One of several things a text may mean.
  package struct Candidate: Sendable, Equatable {
    package var handle: Handle
    /// The logical id on the server, or the client id of what is not there yet.
    package var id: String
  }
}

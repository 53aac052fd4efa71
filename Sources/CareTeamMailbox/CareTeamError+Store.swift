package import CareTeamCore
package import CareTeamStore

/// Runs work on the store, with its failures as the user's errors.
package func stored<Value>(_ work: () throws(StoreError) -> Value) throws(CareTeamError) -> Value {
  do throws(StoreError) { return try work() } catch { throw CareTeamError(error) }
}

extension CareTeamError {
  /// What a failure of the mailbox means to the user.
  package init(_ error: StoreError) {
    switch error {
    case .missing(let path): self.init(.noAccount, "there is no mailbox at \(path); log in with ‘careteam login’")
    case .noAccount: self.init(.noAccount, "nobody has logged in to this mailbox; log in with ‘careteam login’")
    case .cursorBusy(let name, let holder):
      self.init(
        .busy, "\(Self.name(of: holder)) consumes the cursor ‘\(name)’; wait for its end, or use another cursor")
    case .busy(let holder):
      let who = Self.name(of: holder)
      self.init(.busy, "\(who) is writing to the mailbox and did not finish in time; try again, or raise --lock-wait")
    case .newerSchema(let found, let known):
      self.init(
        .newerMailbox,
        "the mailbox was made by a newer careteam (version \(found), this one knows \(known)); install that one")
    case .damaged(let detail):
      self.init(
        .mailboxDamaged,
        "the mailbox is damaged (\(detail)); ‘careteam doctor’ says more, ‘careteam sync --full’ makes it anew")
    case .keyMissing(let place):
      self.init(
        .mailboxKey,
        "the mailbox is sealed and its key is not in \(Self.words(place)); put it back there: nothing was changed. "
          + "Where it is lost, ‘careteam logout --wipe’ and a new login fetch what the server has")
    case .keyWrong(let place):
      self.init(
        .mailboxKey,
        "the key in \(Self.words(place)) is not that of this mailbox; put the right one back: nothing was changed")
    case .keyUnavailable(let detail, let isTemporary):
      self.init(
        isTemporary ? .busy : .mailboxKey, "the mailbox's key cannot be had: \(detail); nothing was changed")
    case .keyChanged:
      self.init(.busy, "the mailbox was sealed with another key meanwhile; nothing was sent, try again")
    case .replaced: self.init(.busy, "the mailbox was made anew or removed meanwhile; nothing was changed, try again")
    case .diskFull: self.init(.diskFull, "the disk is full; free some space and try again; nothing was lost")
    case .readOnly(let path): self.init(.io, "\(path) may not be written; check its permissions")
    case .unsafePath(let path):
      self.init(.io, "\(path) is a link or not of the kind it should be; careteam does not write there")
    case .io(let detail): self.init(.io, "the mailbox cannot be read or written: \(detail)")
    case .unknown(let text):
      let command =
        switch Handle(text)?.kind {
        case .outbox: "outbox list --all"
        case .draft: "draft list"
        case .conversation, .message, nil: "list"
        }
      self.init(.notFound, "there is no ‘\(text)’ here; ‘careteam \(command)’ shows the handles")
    case .ambiguous(let candidates):
      let list = candidates.prefix(8).map { "\($0.handle) (\($0.id))" }.joined(separator: ", ")
      self.init(.ambiguous, "that may be \(list); say which by its handle")
    case .wrongKind(let handle, let expected):
      let words = expected.map(\.word).joined(separator: " or ")
      self.init(.badInput, "\(handle) is \(handle.kind.word), and \(words) is needed")
    case .clientIdTaken(let id):
      self.init(.clientIdTaken, "the client id \(id) belongs to another message; use a fresh one")
    case .notPossible(let handle, let state):
      self.init(.badInput, "\(handle) is \(state.rawValue), so that cannot be done with it")
    }
  }

  private static func words(_ place: SecretPlace) -> String {
    switch place {
    case .keyring: "the keyring"
    case .command: "what the commands of [secrets] keep"
    case .file: "the folder of secrets"
    }
  }

  private static func name(of holder: LockHolder?) -> String {
    holder.map { "process \($0.pid)" + ($0.command.map { " (\($0))" } ?? "") } ?? "another process"
  }
}

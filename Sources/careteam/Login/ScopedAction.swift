import CareTeamCore
import CareTeamNetwork

/// What a command does at the server that its login may not allow.
enum ScopedAction: CaseIterable {
  case sync
  case reply
  case begin
  case attach
  case receipts
  case closing

  /// What must be allowed for it, by how the server keeps conversations.
  func needs(in dialect: Dialect) -> [GrantedScopes.Need] {
    let conversation = dialect.opening == .request ? "CommunicationRequest" : "Communication"
    switch self {
    case .sync: return Set([conversation, "Communication"]).sorted(by: >).map { .init(.search, $0) }
    case .reply: return [.init(.create, "Communication")]
    case .begin: return [.init(.create, conversation)]
    case .attach: return [.init(.create, "Binary")]
    case .receipts:
      switch dialect.receipts {
      case .tasks: return [.init(.update, "Task")]
      case .status: return [.init(.update, "Communication")]
      case .local: return []
      }
    case .closing: return [.init(.update, conversation)]
    }
  }

  /// What that is, for people.
  var words: String {
    switch self {
    case .sync: "fetch messages"
    case .reply: "send replies"
    case .begin: "begin conversations"
    case .attach: "send files"
    case .receipts: "say that messages were read"
    case .closing: "complete or reopen conversations"
    }
  }

  /// The scopes that are missing for it.
  func missing(in granted: GrantedScopes, _ dialect: Dialect) -> [String] {
    needs(in: dialect).filter { !granted.allows($0) }.map(GrantedScopes.scope)
  }
}

extension Session {
  /// Refuses what the account's login may not do, before anything is sent.
  ///
  /// - Throws: `notAllowed` with the scope that is missing. A token that did not say what it is for is tried.
  func requireScope(for action: ScopedAction, in dialect: Dialect) throws(CareTeamError) {
    guard environment["CARETEAM_TOKEN_FILE"] == nil, let name = try? accountName(),
      let granted = LoginNote(of: name, in: self)?.granted
    else { return }
    let missing = action.missing(in: granted, dialect)
    guard !missing.isEmpty else { return }
    throw CareTeamError(
      .notAllowed,
      "this login may not \(action.words): it was not granted the scope \(missing.joined(separator: " and ")); "
        + "log in again and allow it")
  }
}

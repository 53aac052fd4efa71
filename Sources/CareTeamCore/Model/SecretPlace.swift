/// Where the secrets of an account are kept: chosen aloud at login, remembered with the account, never changed silently.
package enum SecretPlace: Sendable, Equatable {
  /// The desktop's keyring (the Secret Service).
  case keyring
  /// The programs that the configuration names.
  case command
  /// A file that its owner alone may read.
  case file(String)

  /// Reads what `text` wrote; an absolute path alone is a file, as older mailboxes have it.
  package init?(text: String) {
    if text == "keyring" {
      self = .keyring
    } else if text == "command" {
      self = .command
    } else if text.hasPrefix("/") {
      self = .file(text)
    } else {
      return nil
    }
  }

  /// Reads what a mailbox has stored; what a newer careteam may have written is a place where nothing will be found.
  package init(stored text: String) { self = SecretPlace(text: text) ?? .file(text) }

  /// As it is stored.
  package var text: String {
    switch self {
    case .keyring: "keyring"
    case .command: "command"
    case .file(let path): path
    }
  }
}

import ArgumentParser
import CareTeamCore

/// A kind of place for secrets, as `--secrets` names it.
enum SecretChoice: String, CaseIterable, ExpressibleByArgument, Sendable {
  case keyring
  case file
  case command

  /// The kind of a place.
  init(_ place: SecretPlace) {
    switch place {
    case .keyring: self = .keyring
    case .command: self = .command
    case .file: self = .file
    }
  }

  /// The place of this kind for an account.
  func place(of account: String, in environment: Environment) -> SecretPlace {
    switch self {
    case .keyring: .keyring
    case .command: .command
    case .file: SecretFile.place(of: account, in: environment)
    }
  }
}

extension SecretPlace {
  /// Where it is, for people.
  var words: String {
    switch self {
    case .keyring: "the keyring"
    case .command: "what the commands of [secrets] keep"
    case .file(let path): path
    }
  }
}

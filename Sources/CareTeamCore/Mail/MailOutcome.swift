/// What became of handing a mail to a mail server.
package enum MailOutcome: Sendable, Equatable {
  /// The server said 250 to the whole mail: it has it.
  case accepted
  /// The server said 4xx: it does not have it, and may take it later.
  case notNow(status: Int)
  /// The server said 5xx: it will never take it as it is.
  case refused(status: Int)
  /// The server does not accept the user or the password.
  case loginRefused(status: Int)
  /// The server was not reached, or gone before the mail was on its way.
  case notSent(String)
  /// The mail was on its way when the server fell silent: it may have it.
  case unknown(String)

  /// Whether it is certain that the server does not have the mail.
  package var isSurelyNotSent: Bool {
    switch self {
    case .accepted, .unknown: false
    case .notNow, .refused, .loginRefused, .notSent: true
    }
  }
}

extension CareTeamError {
  /// What a mail that did not get through means to the user; nil for one that did.
  ///
  /// - Parameter server: the server's host and port.
  package init?(_ outcome: MailOutcome, server: String) {
    switch outcome {
    case .accepted: return nil
    case .notNow(let status):
      self.init(
        .serverFailed, "the mail server \(server) does not take the digest now (\(status)); it is sent the next time")
    case .refused(let status):
      self.init(
        .refusedByServer,
        "the mail server \(server) refuses the digest (\(status)); check ‘from’ in [mail] and the recipients")
    case .loginRefused(let status):
      self.init(
        .notAllowed, "the mail server \(server) does not accept the login (\(status)); check ‘user’ and the password")
    case .notSent(let reason): self.init(.offline, "\(reason); the digest was not sent, and is the next time")
    case .unknown(let reason):
      self.init(.offline, "\(reason); the digest may have been sent, and is sent again under the same Message-ID")
    }
  }
}

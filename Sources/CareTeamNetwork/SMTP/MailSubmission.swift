package import CareTeamCore

/// How mails are handed to a mail server.
package struct MailSubmission: Sendable {
  package var server: MailServer
  /// The user to log in as; nil logs in as nobody.
  package var user: String?
  package var password: String?
  /// Whether a connection that begins in the clear must turn to TLS before anything is said (RFC 3207).
  package var requiresTLS: Bool
  /// A PEM file of certificates to trust besides the system's.
  package var certificateFile: String?
  /// The most time for the whole.
  package var timeout: Duration

  /// A way to a mail server; see the properties.
  package init(
    server: MailServer, user: String?, password: String?, requiresTLS: Bool, certificateFile: String?,
    timeout: Duration
  ) {
    self.server = server
    self.user = user
    self.password = password
    self.requiresTLS = requiresTLS
    self.certificateFile = certificateFile
    self.timeout = timeout
  }

  /// Hands a mail to the server, for all of its recipients or none.
  package func send(_ mail: MailMessage) async -> MailOutcome {
    await withCheckedContinuation { continuation in
      let isStarted = BlockingThread.start {
        // The answer goes out before the connection is closed: a server that does not say goodbye holds nobody up.
        do throws(SMTPFailure) {
          let exchange = try SMTPExchange(mail, to: self)
          continuation.resume(returning: exchange.run())
          exchange.close()
        } catch {
          continuation.resume(returning: .notSent(error.reason))
        }
      }
      if !isStarted { continuation.resume(returning: .notSent("no thread could be started to send the digest")) }
    }
  }
}

/// Why there is no exchange at all.
struct SMTPFailure: Error {
  let reason: String
}

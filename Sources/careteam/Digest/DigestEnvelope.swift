import CareTeamCore

/// From whom to whom a digest is mailed.
struct DigestEnvelope: Sendable {
  let from: MailAddress
  let to: [MailAddress]

  /// The addresses of the command line, else those of the configuration.
  init(_ session: Session, to texts: [String]) throws(CareTeamError) {
    var recipients = texts.isEmpty ? session.configuration.mail.to : []
    for text in texts {
      do throws(MailAddressError) { recipients.append(try MailAddress(text)) } catch {
        throw CareTeamError(.badInput, "--mail-to: \(error.message)")
      }
    }
    guard !recipients.isEmpty else {
      throw CareTeamError(.usage, "nobody is named to mail it to; give --mail-to, or set ‘to’ in [mail]")
    }
    guard let from = session.configuration.mail.from else {
      throw CareTeamError(.configuration, "set ‘from’ in [mail]: the address that digests are sent from")
    }
    self.from = from
    to = recipients
  }
}

import CareTeamCore
import CareTeamMailbox
import CareTeamNetwork

/// One run of `careteam digest`: made, delivered, and the cursors moved when that has worked.
struct DigestRun {
  let session: Session
  let sources: [DigestSource]
  let templates: DigestTemplates
  let envelope: DigestEnvelope?
  /// Sends the digest; nil prints it.
  let submission: MailSubmission?
  let cursor: String?
  let detail: DigestDetail
  let sendsEmpty: Bool

  /// Delivers what is new. A digest that was on its way before goes first and alone, and what came in since is another.
  func deliver(start: DigestStart?) async throws(CareTeamError) {
    var start = start
    while true {
      var ranges: [DigestRange] = []
      for source in sources { ranges.append(try source.mailbox.digestRange(cursor: cursor, start: start)) }
      try await deliver(ranges)
      guard ranges.contains(where: \.isRepeat) else { return }
      start = nil
    }
  }

  private func deliver(_ ranges: [DigestRange]) async throws(CareTeamError) {
    let content = try content(of: ranges)
    if !content.isEmpty || (sendsEmpty && !ranges.contains(where: \.isRepeat)) {
      let page = DigestPage(content, local: Self.local).value
      if submission != nil { try begin(ranges) }
      let mail = mail(content, page)
      if let mail, let submission {
        let outcome = await submission.send(mail)
        if outcome.isSurelyNotSent { try end(ranges, accepted: false) }
        if let error = CareTeamError(outcome, server: submission.server.hostAndPort) { throw error }
        for account in content.accounts { session.log(.mailed(account.name, content.members)) }
        try end(ranges, accepted: true)
        if session.format.isJSON { try print(content, mail, document: "") }
        return
      }
      try print(content, mail, document: document(page, mail))
    }
    try end(ranges, accepted: true)
  }

  private func content(of ranges: [DigestRange]) throws(CareTeamError) -> DigestContent {
    let within = session.configuration.answerWithin
    var accounts: [DigestAccount] = []
    for (source, range) in zip(sources, ranges) {
      accounts.append(
        try source.mailbox.digest(
          of: range, detail: detail, answerWithin: within, isStale: source.isStale, local: Self.local))
    }
    return DigestContent(detail: detail, at: session.now(), answerWithin: within, accounts: accounts)
  }

  private func begin(_ ranges: [DigestRange]) throws(CareTeamError) {
    for (source, range) in zip(sources, ranges) { try source.mailbox.beginDigest(range) }
  }

  private func end(_ ranges: [DigestRange], accepted: Bool) throws(CareTeamError) {
    for (source, range) in zip(sources, ranges) { try source.mailbox.endDigest(range, accepted: accepted) }
  }

  private static let local = LocalTime { Clock.offset(at: $0) }
}

extension DigestRun {
  private func mail(_ content: DigestContent, _ page: PageValue) -> MailMessage? {
    guard let envelope else { return nil }
    return MailMessage(
      from: envelope.from, to: envelope.to, subject: templates.subject(page), date: content.at,
      utcOffset: Self.local.offset(at: content.at), identifier: content.identifier(cursor: cursor),
      list: String(content.accounts.first?.from.mailbox.prefix(12) ?? ""), text: templates.text(page),
      html: templates.html(page))
  }

  private func document(_ page: PageValue, _ mail: MailMessage?) -> String {
    switch session.options.format {
    case .html: templates.html(page)
    // Files and pipes have the line ends of this system; a mail program makes of them what the wire wants.
    case .mime:
      mail.map { $0.wire.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n") } ?? ""
    default: templates.text(page)
    }
  }

  private func print(
    _ content: DigestContent, _ mail: MailMessage?, document: String
  ) throws(CareTeamError) {
    var presentation = Presentation(schema: "careteam.digest/1")
    let sent: JSON =
      mail.map {
        ["messageId": .string($0.messageId), "to": .array($0.to.map { .string($0.address) })]
      } ?? .null
    presentation.members = content.members + [("mail", sent)]
    presentation.document = document
    try Output(session: session).write(presentation)
  }
}

extension Session {
  /// The templates of digests: those of a folder that is named, else of the configuration's, else of the one beside it.
  func digestTemplates(named folder: String?) throws(CareTeamError) -> DigestTemplates {
    if let named = folder ?? configuration.templates { return try DigestTemplates(folder: named, isRequired: true) }
    let file = options.config ?? environment.configurationFile
    let beside = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    return try DigestTemplates(folder: "\(beside)/digest", isRequired: false)
  }
}

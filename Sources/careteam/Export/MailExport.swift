import CareTeamCore

/// A file of mails, a message each, in threads.
struct MailExport: ExportWriter {
  let facts: ExportFacts

  func beginning() -> String { "" }

  func pieces(of exported: ExportedConversation) -> [ExportPiece] {
    let names = Dictionary(exported.all.map { ($0.handle, messageId($0)) }) { first, _ in first }
    var earlier: [Handle: Handle] = [:]
    for (message, next) in zip(exported.all, exported.all.dropFirst()) { earlier[next.handle] = message.handle }
    return exported.messages.flatMap { message in
      var mail = mail(message, in: exported)
      let parent = message.inReplyTo?.handle ?? earlier[message.handle]
      mail.parent = parent.flatMap { names[$0] }
      mail.root = mail.parent == nil ? nil : exported.all.first.flatMap { names[$0.handle] }
      return pieces(of: mail, message)
    }
  }

  func ending() -> String { "" }

  private func pieces(of mail: ExportedMail, _ message: Message) -> [ExportPiece] {
    var pieces: [ExportPiece] = [
      .text(MailboxFile.opening(from: mail.from, at: mail.date) + mail.beginning)
    ]
    for (file, attachment) in zip(mail.files, files(of: message)) {
      pieces += [.text(mail.opening(of: file)), .file(attachment, inLines: true)]
    }
    return pieces + [.text(mail.ending + "\n")]
  }

  private func mail(_ message: Message, in exported: ExportedConversation) -> ExportedMail {
    var mail = ExportedMail(
      from: MailAddress(standingFor: message.from), to: message.to.map(MailAddress.init(standingFor:)),
      subject: exported.subject, date: message.sentAt, utcOffset: Clock.offset(at: message.sentAt),
      messageId: messageId(message), text: message.readableText)
    mail.fields = [
      ("Status", message.isRead ? "RO" : "O"), ("X-Careteam-Handle", message.handle.description),
      ("X-Careteam-Conversation", exported.conversation.handle.description),
      ("X-Careteam-State", MessagePresentation.state(message)),
    ]
    if message.priority > .routine { mail.fields.append(("Importance", "high")) }
    if message.isHTML { mail.source = (SafeFilename("\(message.handle)-source.txt"), message.text) }
    mail.remarks = message.remarks.map { "[\($0)]" }
    let here = files(of: message)
    for attachment in message.attachments where !here.contains(attachment) {
      mail.remarks.append("[not in this mail: \(attachment.handle)  \(MessagePresentation.describe(attachment))]")
    }
    mail.files = here.map {
      ExportedMail.File(name: SafeFilename($0.filename ?? ""), declaredType: $0.contentType)
    }
    return mail
  }

  private func files(of message: Message) -> [Attachment] {
    facts.hasFiles ? message.attachments.filter { $0.path != nil } : []
  }

  /// The same for a message in every export, and for no other's: who it is on the server, and on which; before the server
  /// has it, by the identifier that its program gave it.
  private func messageId(_ message: Message) -> String {
    let server = facts.account.server.firstRange(of: "://").map { facts.account.server[$0.upperBound...] }
    let place = MailAddress.atoms(String(server ?? facts.account.server[...])) + ".\(MailAddress.nowhere)"
    guard let reference = message.reference else {
      return MailAddress.escapedAtom(message.clientId ?? message.handle.description) + "@\(place)"
    }
    return "\(reference.type.filter(\.isUppercase)).\(MailAddress.escapedAtom(reference.id))@\(place)"
  }
}

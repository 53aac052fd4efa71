import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// One run of `careteam export`: a conversation after the other is read and written, so that their number does not matter.
struct ExportRun {
  let session: Session
  let mailbox: Mailbox
  let facts: ExportFacts
  let format: OutputFormat
  let destination: ExportDestination
  /// The files; nil where they are not asked for.
  var files: ExportedFiles?
  /// What was written.
  private(set) var counts = Counts()

  /// How much an export holds.
  struct Counts {
    var conversations = 0
    var messages = 0
    /// Attachments whose content is not in it.
    var filesLeftOut = 0
    /// Messages and conversations that have no resource yet.
    var withoutResource = 0
  }

  init(
    session: Session, mailbox: Mailbox, facts: ExportFacts, format: OutputFormat, destination: ExportDestination,
    files: ExportedFiles?
  ) {
    self.session = session
    self.mailbox = mailbox
    self.facts = facts
    self.format = format
    self.destination = destination
    self.files = files
  }

  /// Writes these conversations.
  mutating func write(_ handles: [Handle]) async throws(CareTeamError) {
    var activity = Activity(.exported, account: mailbox.account.name)
    activity.conversations = handles.map(\.description)
    session.log(activity)
    switch destination {
    case .output:
      let target = ExportTarget()
      try await write(handles, to: target)
      _ = try target.finish(as: "")
    case .file(let name, let folder, let path):
      let target = try ExportTarget(in: folder, name: path)
      try await write(handles, to: target)
      guard try target.finish(as: name) else { throw ExportDestination.taken(path) }
    case .folder(let folder):
      for handle in handles { try await write(handle, into: folder) }
    }
  }

  private mutating func write(_ handles: [Handle], to target: ExportTarget) async throws(CareTeamError) {
    var writer = format.exportWriter(facts)
    let sealing = try FileSealing(mailbox.store)
    try target.write(writer.beginning())
    for handle in handles {
      guard let exported = try await material(handle) else { continue }
      try target.write(writer.pieces(of: exported), sealing)
    }
    try target.write(writer.ending())
  }

  private mutating func write(_ handle: Handle, into folder: TargetFolder) async throws(CareTeamError) {
    guard let exported = try await material(handle) else { return }
    // A subject is no path: what stands before a slash belongs to it.
    let subject = exported.subject.split { "/\\".contains($0) }.joined(separator: " ")
    let name = SafeFilename("\(handle) \(SafeFilename(subject).name).\(format.exportSuffix)")
    let target = try ExportTarget(in: folder, name: "\(folder.name)/\(name.name)")
    var writer = format.exportWriter(facts)
    try target.write(writer.beginning())
    try target.write(writer.pieces(of: exported), try FileSealing(mailbox.store))
    try target.write(writer.ending())
    _ = try target.finish(safely: name)
  }

  /// A conversation with what is exported of it; nil where that is nothing.
  private mutating func material(_ handle: Handle) async throws(CareTeamError) -> ExportedConversation? {
    let found = try stored { () throws(StoreError) in
      (try mailbox.store.conversation(handle), try mailbox.store.messages(in: handle, last: nil))
    }
    guard let conversation = found.0 else { return nil }
    var exported = ExportedConversation(
      conversation: conversation, all: found.1, messages: found.1.filter(facts.includes))
    guard !exported.messages.isEmpty || !facts.isLimited else { return nil }
    if format == .fhir { try collect(&exported) }
    try await files?.bring(&exported)
    counts.conversations += 1
    counts.messages += exported.messages.count
    if files == nil { counts.filesLeftOut += exported.messages.map(\.attachments.count).reduce(0, +) }
    return exported
  }

  private mutating func collect(_ exported: inout ExportedConversation) throws(CareTeamError) {
    var seen: Set<Reference> = []
    let whole = facts.isLimited ? [] : [exported.conversation.reference]
    for reference in whole + exported.messages.map(\.reference) {
      guard let reference else {
        counts.withoutResource += 1
        continue
      }
      guard !reference.isThread, seen.insert(reference).inserted else { continue }
      let source = try stored { () throws(StoreError) in try mailbox.store.source(of: reference) }
      if let source { exported.resources.append(source) } else { counts.withoutResource += 1 }
    }
  }
}

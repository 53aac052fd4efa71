import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore
@preconcurrency import Glibc

/// `careteam save`.
struct Save: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "save", _superCommandName: "careteam",
    abstract: "Save attachments as files",
    discussion: "m12.2 is the second attachment of m12; m12 is all of them. No file is ever overwritten.")

  static let tsvColumns = ["handle", "path"]

  @Argument(help: "Messages or attachments.", completion: .custom(Completion.messages))
  var ids: [String]

  @Option(
    name: [.customShort("o", allowingJoined: true), .long], parsing: .unconditional,
    help: ArgumentHelp("The file to make, or - for standard output.", valueName: "file"), completion: .file())
  var output: String?

  @Option(
    name: [.customShort("d", allowingJoined: true), .long], parsing: .unconditional,
    help: ArgumentHelp("The folder to save into. (default: the current folder)", valueName: "dir"),
    completion: .directory)
  var directory: String?

  @OptionGroup var scanning: ScanOption

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  static let single = [["-o", "--output"], ["-d", "--directory"], ["--scan-cmd"]]

  func validate() throws {
    guard directory != "", output != "" else { throw ValidationError("A file and a folder have a name.") }
    guard output == nil || directory == nil else {
      throw ValidationError("-o and -d exclude each other; a path with its folder goes with -o.")
    }
    guard directory != "", output != "" else { throw ValidationError("A file and a folder have a name.") }
  }

  var prints: OutputSchema? { .save }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    try await run(in: session, with: session.mailbox())
  }

  /// Does it in a mailbox that is open already.
  func run(in session: Session, with mailbox: Mailbox) async throws(CareTeamError) -> CommandResult {
    var saved: [(Attachment, String)] = []
    var failures: [CareTeamError] = []
    let attachments = try wanted(in: mailbox.store, &failures)
    if output != nil, attachments.count > 1 {
      throw CareTeamError(
        .usage,
        "-o takes one attachment, and \(attachments.count) are meant; name one, such as "
          + "\(attachments[0].handle), or use -d")
    }
    for attachment in attachments {
      do throws(CareTeamError) {
        saved.append(try await save(attachment, mailbox, session))
      } catch {
        failures.append(error)
      }
    }
    if saved.isEmpty, failures.count == 1 { throw failures[0] }
    return CommandResult(output == "-" ? nil : presentation(saved), failures: failures)
  }

  private func wanted(
    in store: MailboxStore, _ failures: inout [CareTeamError]
  ) throws(CareTeamError) -> [Attachment] {
    var wanted: [Attachment] = []
    for id in ids {
      do throws(CareTeamError) {
        let found = try attachments(id, in: store)
        guard !found.isEmpty else { throw CareTeamError(.notFound, "\(id) has no attachments") }
        wanted += found
      } catch {
        failures.append(error)
      }
    }
    return wanted
  }

  private func attachments(_ id: String, in store: MailboxStore) throws(CareTeamError) -> [Attachment] {
    try stored { () throws(StoreError) in
      if let handle = Handle(id), handle.part != nil {
        guard let attachment = try store.attachment(handle) else { throw .unknown(id) }
        return [attachment]
      }
      return try store.attachments(named: id)
    }
  }

  private func save(
    _ attachment: Attachment, _ mailbox: Mailbox, _ session: Session
  ) async throws(CareTeamError) -> (Attachment, String) {
    if output == "-" { return try await print(attachment, mailbox, session) }
    let slash = output?.lastIndex(of: "/")
    let named = output.map { output in slash.map { String(output[..<$0]) } ?? "." } ?? directory ?? "."
    let folder = try TargetFolder(named.isEmpty ? "/" : named)
    let partial = try folder.create()
    do throws(CareTeamError) {
      defer { close(partial.descriptor) }
      let fetched = try await fetch(attachment, into: partial, mailbox, session)
      return (fetched, try place(partial.path, attachment, in: folder))
    } catch {
      unlink(partial.path)
      throw error
    }
  }

  /// Gives the file its name: the one asked for, or the attachment's, made safe and with a number where it is taken.
  private func place(
    _ partial: String, _ attachment: Attachment, in folder: TargetFolder
  ) throws(CareTeamError) -> String {
    if let output {
      let name = output.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
      guard !name.isEmpty else { throw CareTeamError(.usage, "‘\(output)’ names no file; for a folder use -d") }
      guard try folder.place(partial, as: String(name)) else {
        throw CareTeamError(.cannotCreate, "\(output) is there already; choose another name")
      }
      return output
    }
    let name = SafeFilename(attachment.filename ?? "")
    let directory = directory ?? "."
    for number in 1...999 {
      let numbered = number == 1 ? name.name : name.numbered(number)
      if try folder.place(partial, as: numbered) { return "\(directory)/\(numbered)" }
    }
    throw CareTeamError(.cannotCreate, "\(directory) has 999 files of the name \(name.name) already; use -o")
  }

  func fetch(
    _ attachment: Attachment, into partial: (path: String, descriptor: Int32), _ mailbox: Mailbox, _ session: Session
  ) async throws(CareTeamError) -> Attachment {
    let isHere = attachment.path.map { access($0, R_OK) == 0 } ?? false
    if !isHere { try session.requireNetwork(for: "fetching \(attachment.handle)") }
    try await mailbox.fetch(attachment, into: partial, by: session.transferDeadline)
    return try await examined(attachment, partial, session)
  }

  private func presentation(_ saved: [(Attachment, String)]) -> Presentation {
    var presentation = Presentation(schema: "careteam.save/1")
    presentation.items = saved.map { attachment, path in
      var json = attachment.json
      json["path"] = .string(path)
      return json
    }
    presentation.columns = [.init(title: "ID", field: "handle"), .init(title: "FILE", field: "path", isFlexible: true)]
    presentation.rows = saved.map { [$0.0.handle.description, $0.1] }
    presentation.tsv = (Self.tsvColumns, presentation.rows)
    presentation.text = saved.map { .line("Saved \($0.0.handle) as \($0.1)") }
    return presentation
  }
}

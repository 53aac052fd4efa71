import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam doctor`.
struct Doctor: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", _superCommandName: "careteam",
    abstract: "Check the configuration, the mailbox, the login and the server")

  static let tsvColumns = ["name", "status", "detail", "fix"]

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  var prints: OutputSchema? { .doctor }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    var checks = [DoctorCheck(configuration: session.options.config ?? session.environment.configurationFile)]
    let name = try session.accountName()
    let folder = session.folder(of: name)
    checks += FolderExamination(folder: folder).checks
    let (isOpen, found) = mailboxChecks(folder, of: name, session)
    checks += found
    if isOpen { checks += await accountChecks(session) }
    checks += asideChecks(folder)
    return CommandResult(presentation(checks), status: checks.contains { $0.status == .failed } ? 1 : 0)
  }

  /// Opens the mailbox, unless its log is damaged, since to open it would begin a new one; it is closed again at the end.
  ///
  /// - Returns: whether it could be opened, and what was found.
  private func mailboxChecks(_ folder: String, of name: String, _ session: Session) -> (
    isOpen: Bool, found: [DoctorCheck]
  ) {
    if MailboxStore.isLogDamaged(in: folder) {
      let detail = "the log of the last changes is damaged"
      return (false, [DoctorCheck("mailbox", .failed, detail, fix: "careteam sync --full")])
    }
    do throws(StoreError) {
      let store = try MailboxStore(
        directory: folder, lockWait: session.lockWait, create: false, keys: session.keys(of: name))
      let version = DoctorCheck("version", .ok, "\(MailboxStore.schemaVersion)")
      return (true, [version] + StoreExamination(store: store) { $0.keyWords(of: name, in: session) }.checks)
    } catch {
      return (false, [DoctorCheck("mailbox", error)])
    }
  }

  /// Whose mailbox it is, and the server.
  private func accountChecks(_ session: Session) async -> [DoctorCheck] {
    let mailbox: Mailbox
    do throws(CareTeamError) { mailbox = try session.mailbox() } catch {
      return [DoctorCheck("account", .failed, error.message, fix: "careteam login")]
    }
    let login = [DoctorCheck(scopesOf: mailbox.account.name, mailbox.dialect, in: session)].compactMap { $0 }
    return login + [await serverCheck(mailbox, session)]
  }

  private func serverCheck(_ mailbox: Mailbox, _ session: Session) async -> DoctorCheck {
    guard !session.isOffline else { return DoctorCheck("server", .warning, "not asked: offline") }
    do throws(CareTeamError) {
      _ = try await mailbox.sync(by: session.deadline)
      return DoctorCheck("server", .ok, mailbox.account.server)
    } catch {
      let fix: String? =
        switch error.code {
        case .loginNeeded, .notAllowed: "careteam login"
        case .mailboxDamaged: "careteam sync --full"
        default: nil
        }
      return DoctorCheck("server", .failed, error.message, fix: fix)
    }
  }

  private func asideChecks(_ folder: String) -> [DoctorCheck] {
    MailboxStore.setAside(in: folder).map { file in
      DoctorCheck(
        "set aside", .warning, "a damaged mailbox is kept as \(file)", fix: "remove it when nothing is missed")
    }
  }

  private func presentation(_ checks: [DoctorCheck]) -> Presentation {
    var presentation = Presentation(schema: "careteam.doctor/1")
    presentation.list = "checks"
    presentation.items = checks.map { check in
      [
        "name": .string(check.name), "status": .string(check.status.rawValue), "detail": .string(check.detail),
        "fix": JSON(check.fix),
      ]
    }
    presentation.columns = [
      .init(title: "CHECK", field: "name"), .init(title: "STATUS", field: "status"),
      .init(title: "DETAIL", field: "detail", isFlexible: true), .init(title: "FIX", field: "fix", isFlexible: true),
    ]
    presentation.rows = checks.map { [$0.name, $0.status.rawValue, $0.detail, $0.fix ?? ""] }
    presentation.tsv = (Self.tsvColumns, presentation.rows)
    return presentation
  }
}

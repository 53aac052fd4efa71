import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore
@preconcurrency import Glibc

/// `careteam doctor`.
struct Doctor: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", _superCommandName: "careteam",
    abstract: "Check the configuration, the mailbox, the login and the server")

  static let tsvColumns = ["name", "status", "detail", "fix"]

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  /// One thing that was checked.
  struct Check: Sendable {
    enum Status: String, Sendable, CaseIterable {
      case ok
      case warning
      case failed
    }

    var name: String
    var status: Status
    var detail: String
    var fix: String?
  }

  var prints: OutputSchema? { .doctor }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    var checks = [Check(name: "configuration", status: .ok, detail: session.environment.configurationFile, fix: nil)]
    do throws(CareTeamError) {
      let mailbox = try session.mailbox()
      checks.append(mailboxCheck(mailbox.store))
      checks.append(outboxCheck(try stored { () throws(StoreError) in try mailbox.store.totals() }))
      checks.append(await serverCheck(mailbox, session))
    } catch {
      checks.append(
        Check(name: "mailbox", status: .failed, detail: error.message, fix: "careteam login, or careteam sync --full"))
    }
    return CommandResult(presentation(checks), status: checks.contains { $0.status == .failed } ? 1 : 0)
  }

  private func mailboxCheck(_ store: MailboxStore) -> Check {
    do throws(StoreError) {
      let faults = try store.integrityFaults()
      return faults.isEmpty
        ? Check(name: "mailbox", status: .ok, detail: "sound", fix: nil)
        : Check(name: "mailbox", status: .failed, detail: faults.joined(separator: "; "), fix: "careteam sync --full")
    } catch {
      return Check(name: "mailbox", status: .failed, detail: CareTeamError(error).message, fix: "careteam sync --full")
    }
  }

  private func outboxCheck(_ totals: MailboxTotals) -> Check {
    if totals.failed > 0 {
      return Check(
        name: "outbox", status: .warning, detail: "\(totals.failed) messages could not be sent",
        fix: "careteam outbox list")
    }
    return Check(
      name: "outbox", status: .ok, detail: "\(totals.queued) messages wait",
      fix: totals.queued > 0 ? "careteam sync" : nil)
  }

  private func serverCheck(_ mailbox: Mailbox, _ session: Session) async -> Check {
    guard !session.isOffline else {
      return Check(name: "server", status: .warning, detail: "not asked: offline", fix: nil)
    }
    do throws(CareTeamError) {
      _ = try await mailbox.sync(by: session.deadline)
      return Check(name: "server", status: .ok, detail: mailbox.account.server, fix: nil)
    } catch {
      return Check(name: "server", status: .failed, detail: error.message, fix: nil)
    }
  }

  private func presentation(_ checks: [Check]) -> Presentation {
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

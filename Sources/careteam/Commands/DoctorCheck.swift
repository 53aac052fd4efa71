import CareTeamCore
import CareTeamMailbox
import CareTeamStore
import Glibc

/// One thing that `careteam doctor` has checked, and what helps.
struct DoctorCheck: Sendable {
  enum Status: String, Sendable, CaseIterable {
    case ok
    case warning
    case failed
  }

  var name: String
  var status: Status
  var detail: String
  var fix: String?

  init(_ name: String, _ status: Status, _ detail: String, fix: String? = nil) {
    self.name = name
    self.status = status
    self.detail = detail
    self.fix = fix
  }

  /// The configuration file, which has been read, and is nobody else's to read: it may name servers, people and programs.
  init(configuration file: String) {
    var facts = stat()
    guard stat(file, &facts) == 0, facts.st_mode & 0o077 != 0, facts.st_mode & S_IFMT == S_IFREG else {
      self.init("configuration", .ok, file)
      return
    }
    self.init("configuration", .warning, "others may read or change \(file)", fix: "chmod 600 \(file)")
  }

  /// What a failure of the mailbox means, and what helps against it.
  init(_ name: String, _ error: StoreError) {
    let fix =
      switch error {
      case .missing, .noAccount: "careteam login"
      case .damaged: "careteam sync --full"
      case .keyMissing, .keyWrong, .keyUnavailable: "put the mailbox's key back"
      case .newerSchema: "install the newer careteam"
      case .busy, .replaced: "try again"
      case .diskFull: "free some space"
      case .readOnly, .unsafePath: "check the permissions, and whether the disk is mounted for reading only"
      default: "check the disk"
      }
    let detail = if case .damaged(let what) = error { "damaged: \(what)" } else { CareTeamError(error).message }
    self.init(name, .failed, detail, fix: fix)
  }
}

import CareTeamCore
@preconcurrency import Glibc

/// What can be said of a mailbox's folder without opening the mailbox.
struct FolderExamination {
  let folder: String
  /// Below these numbers of free bytes the disk is full, or soon.
  private static let (least, little): (UInt64, UInt64) = (1 << 20, 100 << 20)

  var checks: [DoctorCheck] {
    guard access(folder, F_OK) == 0 else { return [] }
    return permissions + disk
  }

  private var permissions: [DoctorCheck] {
    let wanted =
      [(folder, R_OK | W_OK | X_OK)]
      + ["mailbox.sqlite3", "attachments", "account.json"].map {
        ("\(folder)/\($0)", R_OK | W_OK)
      }
    for (path, use) in wanted where access(path, F_OK) == 0 && access(path, use) != 0 {
      let fix = errno == EROFS ? "mount the disk for writing" : "chmod u+rwX \(path)"
      return [DoctorCheck("permissions", .failed, "\(path): \(String(cString: strerror(errno)))", fix: fix)]
    }
    return [DoctorCheck("permissions", .ok, folder)]
  }

  private var disk: [DoctorCheck] {
    var facts = statvfs()
    guard statvfs(folder, &facts) == 0 else { return [] }
    let free = UInt64(facts.f_bavail) * UInt64(facts.f_frsize)
    let detail = "\(ByteCount.text(Int64(clamping: free))) free"
    let hasNames = facts.f_files == 0 || facts.f_favail > 0
    if free < Self.least || !hasNames { return [DoctorCheck("disk", .failed, detail, fix: "free some space")] }
    guard free >= Self.little else { return [DoctorCheck("disk", .warning, detail, fix: "free some space")] }
    return [DoctorCheck("disk", .ok, detail)]
  }
}

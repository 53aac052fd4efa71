import CareTeamCore
import CareTeamStore

/// What can be said of an open mailbox.
struct StoreExamination {
  let store: MailboxStore
  /// Where a key is, for people.
  let place: (SecretPlace) -> String

  var checks: [DoctorCheck] {
    do throws(StoreError) {
      return [try integrity(), try contents(), try seal(), try files(), outbox(try store.totals())]
    } catch {
      switch error {
      case .keyMissing, .keyWrong, .keyUnavailable: return [DoctorCheck("seal", error)]
      default: return [DoctorCheck("mailbox", error)]
      }
    }
  }

  private func integrity() throws(StoreError) -> DoctorCheck {
    let faults = try store.integrityFaults()
    guard !faults.isEmpty else { return DoctorCheck("mailbox", .ok, "sound") }
    return DoctorCheck("mailbox", .failed, "damaged: \(faults.joined(separator: "; "))", fix: "careteam sync --full")
  }

  private func contents() throws(StoreError) -> DoctorCheck {
    let faults = try store.contradictions()
    guard !faults.isEmpty else { return DoctorCheck("contents", .ok, "complete") }
    return DoctorCheck("contents", .failed, faults.joined(separator: "; "), fix: "careteam sync --full")
  }

  /// Whether it is sealed, and whether all of it opens.
  private func seal() throws(StoreError) -> DoctorCheck {
    guard let note = try store.sealNote() else {
      return DoctorCheck("seal", .warning, "not sealed", fix: "careteam account rekey")
    }
    let faults = try store.sealFaults()
    guard faults.isEmpty else {
      return DoctorCheck("seal", .failed, faults.prefix(3).joined(separator: "; "), fix: "careteam sync --full")
    }
    if try store.hasResidue() {
      return DoctorCheck("seal", .warning, "what was here before is still on the disk", fix: "careteam sync")
    }
    return DoctorCheck("seal", .ok, "sealed; the key is in \(place(note.place))")
  }

  /// A message cannot be sent without its file.
  private func files() throws(StoreError) -> DoctorCheck {
    let missing = try store.missingFiles()
    guard let first = missing.first else { return DoctorCheck("attachments", .ok, "all that are to be sent are here") }
    let list = missing.map { "\($0.handle) needs \($0.path)" }.joined(separator: "; ")
    let fix =
      first.handle.kind == .draft ? "careteam draft rm \(first.handle)" : "careteam outbox cancel \(first.handle)"
    return DoctorCheck("attachments", .failed, list, fix: "\(fix), and attach the file again")
  }

  private func outbox(_ totals: MailboxTotals) -> DoctorCheck {
    guard totals.failed == 0 else {
      return DoctorCheck(
        "outbox", .warning, "\(totals.failed) messages could not be sent", fix: "careteam outbox list")
    }
    return DoctorCheck(
      "outbox", .ok, "\(totals.queued) messages wait", fix: totals.queued > 0 ? "careteam sync" : nil)
  }
}

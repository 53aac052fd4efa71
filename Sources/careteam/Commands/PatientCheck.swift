import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// Sees whom a conversation is about before anything is sent into it.
struct PatientCheck {
  let mailbox: Mailbox

  /// Refuses a conversation about another patient than the account's, or than the one who was named.
  ///
  /// - Throws: `wrongPatient` with both names. Nothing is kept either: a draft would stay in the wrong conversation.
  func check(_ conversation: Conversation, about: String? = nil) throws(CareTeamError) {
    if let own = mailbox.account.patient, let patient = conversation.patient, patient.reference != own {
      throw CareTeamError(
        .wrongPatient,
        "\(conversation.handle) is about \(patient.name), and the account ‘\(mailbox.account.name)’ is for "
          + "\(try people().name(of: own)); nothing was sent. Log in for \(patient.name) with another --account NAME")
    }
    guard let about else { return }
    let meant = try people().find(about, role: .patient)
    guard let patient = conversation.patient else {
      throw CareTeamError(
        .wrongPatient,
        "\(conversation.handle) does not say whom it is about, which may not be \(meant.name); nothing was sent")
    }
    guard patient.reference == meant.reference else {
      throw CareTeamError(
        .wrongPatient, "\(conversation.handle) is about \(patient.name), not about \(meant.name); nothing was sent")
    }
  }

  private func people() throws(CareTeamError) -> People {
    People(all: try stored { () throws(StoreError) in try mailbox.store.people() })
  }
}

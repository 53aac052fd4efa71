import CareTeamCore

@testable import CareTeamServer

/// A clinic whose users have passwords, and a clock that stands still.
struct TestUsers {
  static let password = "correct horse battery"

  let clinic: Clinic
  let clock = TestClock()

  init() async throws {
    let clock = clock
    clinic = try await Clinic({ $0.passwordCost = .published }, clock: { clock.now })
    let hash = try PasswordHash(of: Self.password, cost: .published)
    for (reference, login) in [
      ("Patient/a", "ada"), ("Patient/b", "berg"), ("Practitioner/lee", "lee"), ("RelatedPerson/mum", "mum"),
      ("Device/auditor", "auditor"),
    ] {
      guard let name = LoginName(login) else { continue }
      _ = try await clinic.store.setPassword(hash, login: name, of: reference)
    }
  }

  func browser(from address: String = "192.0.2.1") -> TestBrowser { TestBrowser(clinic.responder, from: address) }
}

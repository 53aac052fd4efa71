import CareTeamCore

extension Session {
  /// Notes in the log what was done.
  func log(_ activity: Activity) {
    let command = CommandLineWords.process.command ?? ""
    log.append(activity, at: now(), command: command) { remark($0) }
  }

  /// Notes what is about to be shown.
  func logShown(_ presentation: Presentation) {
    guard let account = try? accountName() else { return }
    for activity in presentation.activities(account: account) { log(activity) }
  }

  /// Notes that the user was refused something.
  func logRefusal(_ error: CareTeamError) {
    guard error.isRefusal, let account = try? accountName() else { return }
    var activity = Activity(.refused, account: account)
    activity.code = error.code.rawValue
    log(activity)
  }
}

extension CareTeamError {
  /// Whether somebody may not do what they asked for, or nearly sent something they did not mean.
  fileprivate var isRefusal: Bool {
    switch code {
    case .loginNeeded, .notAllowed, .conversationMoved, .wrongPatient: true
    default: false
    }
  }
}

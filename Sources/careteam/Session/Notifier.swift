import CareTeamCore
import CareTeamStore
import Dispatch
import Synchronization

/// Tells the person at the screen that something came in: a number, and no health information.
final class Notifier: Sendable {
  /// Not more often than this, so that a hundred messages at once are one notification.
  private static let pause: Duration = .seconds(3)

  private let session: Session
  private let title: String
  private let last = Mutex<ContinuousClock.Instant?>(nil)

  /// A notifier for whoever uses the mailbox.
  init(_ session: Session, for user: Participant) {
    self.session = session
    title = user.role.isPatientSide ? "New message from your care team" : "New message in careteam"
    if !hasDesktop, !session.terminal.isErrorTerminal {
      session.remark("--notify finds neither a desktop nor a terminal to notify")
    }
  }

  /// Notifies, without waiting for it.
  func announce(_ store: MailboxStore) {
    let isDue = last.withLock { last in
      let now = ContinuousClock.now
      if let last, now - last < Self.pause { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let unread = (try? store.totals().unreadCount).map { "\($0) unread" } ?? ""
    DispatchQueue.global().async { self.show(unread) }
  }

  private var hasDesktop: Bool {
    ["DBUS_SESSION_BUS_ADDRESS", "WAYLAND_DISPLAY", "DISPLAY"].contains { session.environment[$0] != nil }
  }

  private func show(_ unread: String) {
    let words = ["notify-send", "--app-name=careteam", "--icon=mail-unread", title, unread]
    if hasDesktop, case .success(0) = ChildProcess.run(words, adding: [:], input: []) { return }
    if session.terminal.isErrorTerminal { StandardStreams.error(terminalSequence(unread)) }
  }

  /// What the terminal makes a notification of where it can (OSC 9 or 777), else its bell.
  private func terminalSequence(_ unread: String) -> String {
    let terminal = session.environment["TERM"] ?? ""
    let program = session.environment["TERM_PROGRAM"] ?? ""
    if ["iTerm.app", "WezTerm", "ghostty"].contains(program) || ["xterm-kitty", "xterm-ghostty"].contains(terminal) {
      return "\u{1B}]9;\(title) (\(unread))\u{7}"
    }
    if terminal.hasPrefix("foot") || terminal.hasPrefix("rxvt") {
      return "\u{1B}]777;notify;\(title);\(unread)\u{7}"
    }
    return "\u{7}"
  }
}

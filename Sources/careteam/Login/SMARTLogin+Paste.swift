import CareTeamCore
import CareTeamNetwork
@preconcurrency import Glibc

extension SMARTLogin {
  /// How often something that is no answer may be pasted.
  private static let attempts = 3

  /// Shows the address of the login page, and takes the one that the browser, which is elsewhere, ended at.
  func byPaste() async throws(CareTeamError) -> TokenAnswer {
    // Nobody listens there: the browser says that it cannot open the page, and keeps its address.
    let port = options.redirectPort ?? UInt16.random(in: 49_152...65_535)
    let (request, address) = try request(redirect: LoopbackListener.redirect(port: port))
    StandardStreams.error(
      """
      Log in on this page, in a browser on any machine:
        \(SafeText.render(address, .cell))
      The browser ends at a page that it cannot open: paste that page's address here.

      """)
    for attempt in 1...Self.attempts {
      StandardStreams.error("Address: ")
      let line = try pasted()
      let isCode = !line.contains { "?&=/".contains($0) }
      if isCode, !line.isEmpty { return try await token(forCode: line, of: request) }
      if let answer = AuthorizationAnswer(address: line), request.isAnswered(by: answer) {
        return try await token(for: answer, to: request)
      }
      if attempt < Self.attempts { StandardStreams.error("That is not the address of this login's last page.\n") }
    }
    throw CareTeamError(SMARTError.foreignAnswer)
  }

  private func pasted() throws(CareTeamError) -> String {
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    let limit = min(patience.components.seconds, 86_400)
    guard poll(&input, 1, Int32(limit * 1000)) > 0 else { throw CareTeamError(SMARTError.timedOut) }
    guard let line = readLine() else {
      throw CareTeamError(.usage, "no address was pasted; run it again and paste the one that the browser ended at")
    }
    return line.filter { !$0.isWhitespace }
  }
}

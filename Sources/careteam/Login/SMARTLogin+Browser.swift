import CareTeamCore
import CareTeamNetwork

extension SMARTLogin {
  /// Sends the browser to the server's login page, and waits on this machine for it to come back (RFC 8252).
  func byBrowser() async throws(CareTeamError) -> TokenAnswer {
    let listener = try smart { () throws(SMARTError) in try LoopbackListener(port: options.redirectPort ?? 0) }
    let (request, address) = try request(redirect: listener.redirect)
    // Said even when quiet: without it nobody could go on where no browser opens.
    StandardStreams.error("Log in on this page:\n  \(SafeText.render(address, .cell))\n")
    if !Browser(session.environment).open(address) {
      StandardStreams.error("No browser was found here: open it yourself, in one on this machine, or use --paste.\n")
    }
    guard let answer = await listener.answer(to: request, within: patience) else {
      throw CareTeamError(SMARTError.timedOut)
    }
    return try await token(for: answer, to: request)
  }
}

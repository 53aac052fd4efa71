import CareTeamCore
import CareTeamMailbox
import CareTeamNetwork

extension SMARTLogin {
  /// Shows a code, and waits until somebody has typed it in a browser (RFC 8628).
  func byDevice() async throws(CareTeamError) -> TokenAnswer {
    let endpoint = endpoint(for: try person())
    let timeout = session.deadline.remaining
    let grant = try await smart { () async throws(SMARTError) in
      try await DeviceGrant(configuration, scopes: scopes, audience: server, endpoint: endpoint, within: timeout)
    }
    func shown(_ text: String) -> String { SafeText.render(text, .cell) }
    StandardStreams.error("Open \(shown(grant.address)) in a browser, and type the code \(shown(grant.userCode))\n")
    if let complete = grant.completeAddress {
      StandardStreams.error("The code is in this one already: \(shown(complete))\n")
    }
    let patience = patience
    defer { session.networkTime.restart() }
    return try await smart { () async throws(SMARTError) in try await grant.token(within: patience) }
  }
}

import CareTeamCore
package import NIOCore
package import NIOWebSocket

/// Admits and serves the sockets of one server.
package struct LiveSessions: Sendable {
  private let hub: LiveHub
  let timing: LiveTiming

  /// Sockets that hear of what this hub hears of.
  package init(hub: LiveHub, timing: LiveTiming = LiveTiming()) {
    self.hub = hub
    self.timing = timing
  }

  /// Decides about an upgrade by its Authorization field (RFC 6750 §2.1).
  package func admit(authorization: String?) async -> LiveAdmission {
    guard let authorization else { return .anonymous }
    let parts = authorization.split(separator: " ")
    guard parts.count == 2, parts[0].lowercased() == "bearer" else {
      return .refused(status: 401, message: "Send Authorization: Bearer and a token.")
    }
    let token = String(parts[1])
    guard let principal = await hub.principal(of: token) else {
      return .refused(status: 401, message: "The token is not known or has expired; log in again.")
    }
    return .user(principal, token: token)
  }

  /// Serves one socket until it ends.
  package func serve(_ channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, admission: LiveAdmission) async {
    await LiveSession(hub: hub, timing: timing, admission: admission).run(channel)
  }
}

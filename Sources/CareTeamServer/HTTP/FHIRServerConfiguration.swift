package import CareTeamCore

/// What a FHIR server is told of its surroundings.
package struct FHIRServerConfiguration: Sendable {
  /// The address clients reach it at, such as `http://127.0.0.1:8080`, without a path.
  package var origin: String
  /// Where the WebSocket is, such as `ws://127.0.0.1:8080/fhir/websocket`; nil when there is none.
  package var liveURL: String?
  /// The most bytes of one Binary; 2 GiB unless told.
  package var binaryLimit: Int64 = 2 << 30
  /// The most bytes of a JSON or form body; 16 MiB unless told.
  package var bodyLimit = 16 << 20
  /// Operations on instances that others add, such as `$get-ws-binding-token`.
  package var operations: [FHIROperation] = []
  /// How much work a guess at an unknown user's password is: as much as at a new password.
  package var passwordCost = PasswordHash.Cost.standard
  /// The time; tests set it.
  package var clock: @Sendable () -> Instant = { SystemClock.now }

  /// A server at this origin.
  package init(origin: String, liveURL: String? = nil) {
    self.origin = origin
    self.liveURL = liveURL
  }

  /// The FHIR base URL.
  package var base: String { origin + "/fhir" }
}

import CareTeamCore

extension FHIROperation {
  /// `Subscription/id/$get-ws-binding-token` of the R4 backport: a token that binds the subscription on a socket which
  /// was opened without a login.
  package static func webSocketBindingToken(hub: LiveHub, liveURL: String) -> FHIROperation {
    FHIROperation(type: "Subscription", name: "get-ws-binding-token") { resource, principal in
      let (token, expires) = await hub.ticket(subscription: resource.id, for: principal)
      return [
        "resourceType": "Parameters",
        "parameter": [
          ["name": "token", "valueString": .string(token)],
          ["name": "expiration", "valueDateTime": .string(expires.rfc3339)],
          ["name": "subscription", "valueString": .string(resource.id)],
          ["name": "websocket-url", "valueUrl": .string(liveURL)],
        ],
      ]
    }
  }
}

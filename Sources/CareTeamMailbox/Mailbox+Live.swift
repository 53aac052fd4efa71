import CareTeamCore

extension Mailbox {
  /// Where the CapabilityStatement names the server's WebSocket (FHIR R4 §3.1.8.2).
  static let webSocketExtension = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket"

  /// The address of the server's WebSocket; nil when it names none on its own origin.
  func liveURL(by deadline: Deadline) async throws(CareTeamError) -> String? {
    let response = try await perform(HTTPRequest(get: "\(account.server)/metadata"), by: deadline)
    guard response.isSuccess else { throw CareTeamError(response, doing: "reading the server's capabilities") }
    guard let json = try? JSON(parsing: response.body), json["resourceType"]?.string == "CapabilityStatement" else {
      throw CareTeamError(.serverProtocol, "the server's /metadata is no CapabilityStatement; try again later")
    }
    for rest in json["rest"]?.array ?? [] {
      let named = rest["extension"]?.array.first { $0["url"]?.string == Self.webSocketExtension }
      guard let url = (named?["valueUri"] ?? named?["valueUrl"])?.string else { continue }
      return sameOrigin(url)
    }
    return nil
  }

  /// The socket's address where it is the server's own; on this machine 127.0.0.1 and localhost are the same.
  private func sameOrigin(_ url: String) -> String? {
    guard var reference = URLReference(url), let socket = Origin(url), let server = Origin(account.server) else {
      return nil
    }
    if socket == server { return url }
    guard socket.isLoopback, server.isLoopback, socket.scheme == server.scheme, socket.port == server.port else {
      return nil
    }
    reference.authority = server.hostAndPort
    return reference.description
  }

  /// Asks the server to tell of changes of each type that a synchronisation searches.
  func subscribe(by deadline: Deadline) async throws(CareTeamError) -> [Reference] {
    var subscriptions: [Reference] = []
    for search in dialect.searches {
      let resource: JSON = [
        "resourceType": "Subscription", "status": "requested", "reason": "careteam watch",
        "criteria": .string("\(search.type)?"), "channel": ["type": "websocket"],
        "end": .string(now().adding(seconds: 86_400).rfc3339),
      ]
      let request = HTTPRequest(post: resource, to: "\(account.server)/Subscription")
      let response = try await perform(request, by: deadline)
      guard response.isSuccess, let stored = dialect.stored(response, type: "Subscription") else {
        throw CareTeamError(response, doing: "subscribing")
      }
      subscriptions.append(stored.reference)
    }
    return subscriptions
  }

  /// Ends subscriptions, as well as that is possible; they end by themselves after a day.
  func unsubscribe(_ subscriptions: [Reference]) async {
    let transport = transport
    let server = account.server
    await Task.detached {
      for subscription in subscriptions {
        let request = HTTPRequest("DELETE", "\(server)/\(subscription)")
        guard (try? await transport.send(request, timeout: .seconds(1))) != nil else { return }
      }
    }.value
  }
}

package import CareTeamCore

/// Who asks for a token, and how that is proven (RFC 6749 §2.3, SMART App Launch 2.2 §5).
package struct ClientCredential: Sendable {
  /// What it is registered as.
  package let id: String
  private let proof: Proof

  private enum Proof: Sendable {
    case none
    case secret(String)
    case key(BackendKey)
  }

  /// A program on the user's machine, which cannot keep a secret.
  package init(id: String) { (self.id, proof) = (id, .none) }

  /// One that was given a secret.
  package init(id: String, secret: String) { (self.id, proof) = (id, .secret(secret)) }

  /// One that signs for itself.
  package init(id: String, key: BackendKey) { (self.id, proof) = (id, .key(key)) }

  /// A request to an endpoint that wants to know who asks.
  ///
  /// - Parameter audience: whom a signed proof is for.
  package func request(
    _ form: [(String, String)], to endpoint: String, audience: String, at now: Instant
  ) throws(SMARTError) -> HTTPRequest {
    var form = form
    switch proof {
    case .none: form.append(("client_id", id))
    case .secret: break
    case .key(let key):
      form += [
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", try key.assertion(for: id, audience: audience, at: now)),
      ]
    }
    var request = HTTPRequest(form: form, to: endpoint, accept: "application/json")
    request.responseLimit = 1 << 20
    if case .secret(let secret) = proof {
      // RFC 6749 §2.3.1: both are encoded as in a form, and then as Basic authentication has it.
      let pair = HTTPRequest.form([(id, secret)]).replacing("=", with: ":", maxReplacements: 1)
      request.headers["Authorization"] = "Basic " + Base64.encode(Array(pair.utf8))
    }
    return request
  }
}

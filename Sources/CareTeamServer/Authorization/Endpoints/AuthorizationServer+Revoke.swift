import CareTeamCore
import HTTPTypes
import Hummingbird

extension AuthorizationServer {
  /// Ends a token (RFC 7009).
  func revoke(_ visit: Visit) async throws -> Response {
    let form = try await Parameters(formOf: visit.request)
    let backend = try await backendClient(form, visit)
    let client = if let backend { backend } else { try await publicClient(form, visit) }
    let user = try await store.revoke(form.required("token"), of: client.id, at: visit.now)
    try await record(.revocation, by: user, client: client.id, status: 200, visit)
    return Response(oauth: [:])
  }

  /// Says what a token is good for (RFC 7662), to those who may know: a resource server all of it, every other caller
  /// what is their own.
  func introspect(_ visit: Visit) async throws -> Response {
    let form = try await Parameters(formOf: visit.request)
    let isTheirs: @Sendable (TokenFacts) -> Bool
    if let client = try await backendClient(form, visit) {
      isTheirs = { client.mayIntrospect || $0.client == client.id }
    } else if let user = try await bearer(visit) {
      isTheirs = { $0.user == user.reference }
    } else {
      throw OAuthError(.invalidClient, "Send a client_assertion, or Authorization: Bearer with a token of your own.")
    }
    let facts = try await store.introspect(form.required("token"), at: visit.now)
    guard let facts, isTheirs(facts) else { return Response(oauth: ["active": false]) }
    return Response(oauth: facts.document)
  }

  private func bearer(_ visit: Visit) async throws -> Principal? {
    guard let field = visit.request.headers[.authorization], field.lowercased().hasPrefix("bearer ") else { return nil }
    let token = field.dropFirst(7).trimmingPrefix { $0 == " " }
    return try await store.principal(forToken: String(token), at: visit.now)
  }
}

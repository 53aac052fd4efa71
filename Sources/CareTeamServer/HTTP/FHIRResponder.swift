import CareTeamCore
import HTTPTypes
package import Hummingbird

/// The FHIR server as Hummingbird sees it: every request gets a response, every refusal an OperationOutcome.
package struct FHIRResponder: HTTPResponder {
  let store: ResourceStore
  let configuration: FHIRServerConfiguration
  private let capabilities: String
  private let authorization: AuthorizationServer

  /// A server over a store.
  package init(store: ResourceStore, configuration: FHIRServerConfiguration) {
    self.store = store
    self.configuration = configuration
    capabilities = CapabilityStatement(configuration: configuration).resource.text()
    authorization = AuthorizationServer(store: store, configuration: configuration)
  }

  package func respond(to request: Request, context: PeerContext) async throws -> Response {
    await respond(to: request, from: context.address)
  }

  /// Answers a request of the peer at an address, without a socket.
  package func respond(to request: Request, from address: String? = nil) async -> Response {
    let own = await authorization.answer(request, from: address)
    let response = if let own { own } else { await answer(request, from: address) }
    return request.method == .head ? response.createHeadResponse() : response
  }

  private func answer(_ request: Request, from address: String?) async -> Response {
    let method = request.method.rawValue
    let route: Route
    do throws(FHIRFault) {
      route = try Route(path: request.uri.path)
      guard route.methods.contains(method) else {
        let allow = route.methods.joined(separator: ", ")
        throw FHIRFault(405, .notSupported, "\(method) is not possible here. Use \(allow).", allow: allow)
      }
    } catch { return Response(error) }
    return route.isPublic ? open(route, request) : await closed(route, request, from: address)
  }

  private func open(_ route: Route, _ request: Request) -> Response {
    do throws(FHIRFault) {
      try Negotiation(request).checkAccept()
      switch route {
      case .metadata: return Response(fhir: capabilities)
      case .smartConfiguration: return SmartConfiguration(origin: configuration.origin).response
      default: throw FHIRFault(426, .notSupported, "This address is a WebSocket. Connect with an upgrade.")
      }
    } catch { return Response(error) }
  }

  /// What cannot be written down is not answered: nobody sees anything that the trail does not say.
  private func closed(_ route: Route, _ request: Request, from address: String?) async -> Response {
    let now = configuration.clock()
    var agent = AuditAgent(user: nil, origin: RequestOrigin(request, address: address))
    var answer: Answer
    do {
      let principal = try await principal(of: request, at: now)
      agent.user = principal.reference
      agent.client = principal.client
      let exchange = try Exchange(
        store: store, configuration: configuration, request: request, route: route, principal: principal, agent: agent,
        now: now)
      answer = try await exchange.answer()
    } catch {
      answer = Answer(response: Response(FHIRFault(wrapping: error)))
    }
    guard !answer.isRecorded else { return answer.response }
    let record = AuditRecord(
      of: request, route, at: now, by: agent, entity: answer.entity ?? route.entity, query: answer.query,
      patients: answer.patients, status: answer.response.status.code)
    do { try await store.audit.record([record] + answer.records) } catch {
      return Response(FHIRFault(wrapping: error))
    }
    return answer.response
  }

  private func principal(of request: Request, at now: Instant) async throws -> Principal {
    guard let field = request.headers[.authorization], field.lowercased().hasPrefix("bearer ") else {
      throw FHIRFault.noToken
    }
    let token = field.dropFirst(7).trimmingPrefix { $0 == " " }
    guard let principal = try await store.principal(forToken: String(token), at: now) else {
      throw FHIRFault.invalidToken
    }
    return principal
  }
}

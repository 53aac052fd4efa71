import CareTeamCore
import Crypto
import Hummingbird

/// The side of the server that lets people and programs in: OAuth 2.0 as SMART App Launch 2.2 uses it, and the pages
/// for it. It answers what is below `/auth/` and the addresses where programs look for it.
struct AuthorizationServer: Sendable {
  let store: ResourceStore
  let configuration: FHIRServerConfiguration
  let passwords: PasswordWorker
  let logins = LoginLimit()
  /// Wrong user codes, by address and by user: 20^8 codes and a handful of attempts.
  let codes = AttemptLimit(.init(free: 10, first: 60, longest: 900))
  /// Devices that begin to wait, by address.
  let devices = AttemptLimit(.init(free: 30, first: 60, longest: 600, memory: 600))
  let csrfKey: SymmetricKey

  init(store: ResourceStore, configuration: FHIRServerConfiguration) {
    self.store = store
    self.configuration = configuration
    passwords = PasswordWorker(cost: configuration.passwordCost)
    csrfKey = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: store.sealingKey, info: Array("careteam csrf".utf8), outputByteCount: 32)
  }

  var origin: String { configuration.origin }
  var tokenEndpoint: String { origin + "/auth/token" }

  /// The answer to a request that is for here; nil for every other.
  func answer(_ request: Request, from address: String?) async -> Response? {
    guard let endpoint = AuthorizationEndpoint(path: request.uri.path) else { return nil }
    let method = request.method == .head ? "GET" : request.method.rawValue
    guard endpoint.methods.contains(method) else {
      var response = Page.notice("That is not possible", "Nothing can be had here in this way.", status: 405).response
      response.headers[.allow] = endpoint.methods.joined(separator: ", ")
      return response
    }
    let visit = Visit(request, from: address, at: configuration.clock(), site: origin)
    do { return try await answer(endpoint, isPost: method == "POST", visit) } catch {
      return refusal(error, isForPeople: endpoint.isForPeople)
    }
  }

  private func answer(_ endpoint: AuthorizationEndpoint, isPost: Bool, _ visit: Visit) async throws -> Response {
    switch endpoint {
    case .metadata: Response(oauth: SmartConfiguration(origin: origin).document)
    case .keys: Response(oauth: try await keyDocument())
    case .token: try await token(visit)
    case .deviceAuthorization: try await deviceAuthorization(visit)
    case .revoke: try await revoke(visit)
    case .introspect: try await introspect(visit)
    case .authorize: try await authorize(visit)
    case .login: try await login(visit)
    case .consent: try await consent(visit)
    case .logout: try await logout(visit)
    case .device: isPost ? try await enterDevice(visit) : try await showDevice(visit)
    }
  }

  private func refusal(_ error: any Error, isForPeople: Bool) -> Response {
    if case .client(let error, let redirect, let state) = error as? AuthorizationFault {
      let pairs = [("error", error.code.rawValue), ("error_description", error.message)]
      return .seeOther(AuthorizationRequest.answer(pairs, at: redirect, state: state, issuer: origin))
    }
    if case .page(let text) = error as? AuthorizationFault {
      return Page.notice("This does not work", text, status: 400).response
    }
    let error = error as? OAuthError ?? OAuthError(wrapping: FHIRFault(wrapping: error))
    guard isForPeople else { return error.response }
    return Page.notice("This does not work", error.message, status: error.status, retryAfter: error.retryAfter).response
  }
}

extension OAuthError {
  /// What the server itself failed at, or cannot read.
  fileprivate init(wrapping fault: FHIRFault) {
    let code: Code =
      fault.status == 503 ? .temporarilyUnavailable : fault.status >= 500 ? .serverError : .invalidRequest
    self.init(code, fault.message)
  }
}

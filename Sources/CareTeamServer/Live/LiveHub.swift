package import CareTeamCore
import Crypto
import Foundation
package import Logging

/// Knows which socket is bound to which subscription, and tells each of the changes its user may see.
package actor LiveHub {
  private struct Bound {
    var binding: LiveBinding
    var principal: Principal
    var criteria: LiveCriteria
    var end: Instant?
    var outbox: LiveOutbox
    var count = 0
  }

  /// Whose login a binding stands on: a user's, by a token or, inside the server, without one.
  private struct Login: Hashable {
    var user: String
    var credential: String?

    init(of principal: Principal) {
      user = principal.reference
      credential = principal.credential
    }
  }

  /// A token that binds one subscription for one user.
  private struct Ticket {
    var subscription: String
    var principal: Principal
    var expires: Instant
  }

  /// How long a binding token can be used, in seconds.
  package static let ticketLifetime: Int64 = 3600

  package nonisolated let logger: Logger
  private let store: ResourceStore
  private let base: String
  private let clock: @Sendable () -> Instant
  private var bounds: [Bound] = []
  private var tickets: [SHA256Digest: Ticket] = [:]

  /// A hub with no sockets.
  package init(store: ResourceStore, configuration: FHIRServerConfiguration, logger: Logger) {
    self.store = store
    base = configuration.base
    clock = configuration.clock
    self.logger = logger
  }

  /// Tells sockets of these changes, which are a subscription to the store's feed, until they end.
  package func run(_ changes: AsyncStream<Change>) async {
    for await change in changes { await tell(change) }
  }

  /// The user of a bearer token.
  package func principal(of token: String) async -> Principal? {
    try? await store.principal(forToken: token, at: clock())
  }

  /// Whether a socket has a binding.
  package func isBound(_ outbox: LiveOutbox) -> Bool { bounds.contains { $0.outbox === outbox } }

  /// Forgets a socket.
  package func unbind(_ outbox: LiveOutbox) { bounds.removeAll { $0.outbox === outbox } }

  /// Whether the login of a socket, and of what is bound on it, still holds; what its users may see is looked up again.
  package func isCurrent(_ admission: LiveAdmission, _ outbox: LiveOutbox) async -> Bool {
    if case .user(_, let token) = admission, await principal(of: token) == nil { return false }
    return await refresh { $0 === outbox }
  }
}

extension LiveHub {
  /// Does what a peer asks, and answers it.
  package func handle(_ command: LiveCommand, from admission: LiveAdmission, outbox: LiveOutbox) async {
    switch command {
    case .bind(let id):
      guard case .user(let principal, _) = admission else {
        outbox.send(.text("error \(id) log in: open the socket with a bearer token"))
        return
      }
      await bind(id, for: principal, outbox: outbox)
    case .bindWithToken(let token):
      guard let ticket = tickets[Self.digest(token)], ticket.expires > clock() else {
        outbox.send(.close(.policy("the binding token is not known or has expired")))
        return
      }
      guard let principal = await principal(of: Login(of: ticket.principal)) else {
        outbox.send(.close(.policy("the login has ended")))
        return
      }
      await bind(ticket.subscription, for: principal, outbox: outbox)
    }
  }

  /// A new token for `bind-with-token`, and when it ends.
  package func ticket(subscription id: String, for principal: Principal) -> (token: String, expires: Instant) {
    let now = clock()
    tickets = tickets.filter { $0.value.expires > now }
    let token = SymmetricKey(size: .bits256).withUnsafeBytes { Base64.encodeForURL($0) }
    let expires = now.adding(seconds: Self.ticketLifetime)
    tickets[Self.digest(token)] = Ticket(subscription: id, principal: principal, expires: expires)
    return (token, expires)
  }

  private func bind(_ id: String, for principal: Principal, outbox: LiveOutbox) async {
    let now = clock()
    guard let resource = try? await store.resource("Subscription", id, as: principal)?.json() else {
      outbox.send(.text("error \(id) no such subscription"))
      return
    }
    guard Self.isOn(resource, now: now) else {
      outbox.send(.text("error \(id) the subscription is off"))
      return
    }
    guard let criteria = LiveCriteria(resource["criteria"]?.string ?? "") else {
      outbox.send(.text("error \(id) the criteria are not supported"))
      return
    }
    guard criteria.types.contains(where: { principal.reach([.read, .search], $0) != .nothing }) else {
      outbox.send(.text("error \(id) the token lacks the scopes for what the subscription is about"))
      return
    }
    let binding = LiveBinding(subscription: id, form: Self.form(of: resource), base: base)
    bounds.removeAll { $0.outbox === outbox && $0.binding.subscription == id }
    let end = resource["end"]?.string.flatMap { Instant(fhir: $0) }
    bounds.append(Bound(binding: binding, principal: principal, criteria: criteria, end: end, outbox: outbox))
    outbox.send(.text(binding.greeting(now: now)))
  }

  private static func isOn(_ subscription: JSON, now: Instant) -> Bool {
    guard subscription["channel"]?["type"]?.string == "websocket",
      let status = subscription["status"]?.string, status == "active" || status == "requested"
    else { return false }
    guard let end = subscription["end"]?.string else { return true }
    return Instant(fhir: end).map { $0 > now } ?? false
  }

  private static func form(of subscription: JSON) -> LiveBinding.Form {
    guard subscription["criteria"]?.string == LiveCriteria.messagesTopic else { return .ping }
    let url = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content"
    let content = subscription["channel"]?["_payload"]?["extension"]?.array.first { $0["url"]?.string == url }
    return .bundle(topic: LiveCriteria.messagesTopic, namesFocus: content?["valueCode"]?.string != "empty")
  }

  private static func digest(_ token: String) -> SHA256Digest { SHA256.hash(data: Array(token.utf8)) }
}

extension LiveHub {
  /// Tells everyone whom a change concerns; a change to a subscription, or to who sees whom, is heeded first.
  private func tell(_ change: Change) async {
    if change.type == "Subscription" { review(change) }
    if PrincipalCache.types.contains(change.type) { _ = await refresh { _ in true } }
    let now = clock()
    end { bound in bound.end.map { $0 <= now } ?? false }
    for index in bounds.indices
    where bounds[index].criteria.matches(change.resource) && change.mayBeSeen(by: bounds[index].principal) {
      bounds[index].count += 1
      let event = LiveEvent(
        reference: "\(change.type)/\(change.id)", version: change.version, isCreated: change.version == 1,
        number: bounds[index].count, committed: change.updated)
      bounds[index].outbox.notify(bounds[index].binding, event)
    }
  }

  /// Looks up again what the users of some sockets may see; false when one of them may no longer log in.
  private func refresh(_ isMeant: (LiveOutbox) -> Bool) async -> Bool {
    var isGood = true
    let logins = bounds.filter { isMeant($0.outbox) }.map { Login(of: $0.principal) }
    for login in Set(logins) {
      let principal = await principal(of: login)
      for index in bounds.indices where Login(of: bounds[index].principal) == login {
        if let principal { bounds[index].principal = principal } else { isGood = false }
      }
    }
    return isGood
  }

  /// The user again, with what their token still grants; nil when the token, or the user's login, has ended.
  private func principal(of login: Login) async -> Principal? {
    guard let credential = login.credential else { return try? await store.principal(forUser: login.user) }
    return try? await store.principal(forCredential: credential, at: clock())
  }

  private func review(_ change: Change) {
    guard !Self.isOn(change.resource, now: clock()) else { return }
    end { $0.binding.subscription == change.id }
    tickets = tickets.filter { $0.value.subscription != change.id }
  }

  /// Ends bindings; a socket that is left with none is closed, so that its client does not wait in vain.
  private func end(_ isEnded: (Bound) -> Bool) {
    let outboxes = bounds.filter(isEnded).map(\.outbox)
    guard !outboxes.isEmpty else { return }
    bounds.removeAll(where: isEnded)
    for outbox in outboxes where !isBound(outbox) { outbox.send(.close(.subscriptionEnded)) }
  }
}

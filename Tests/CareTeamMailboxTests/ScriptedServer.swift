import CareTeamCore
import Foundation
import Synchronization

/// A server that does what a test says: it keeps what is created, by identifier, and can fail on the way there or back.
final class ScriptedServer: Transport {
  /// What happens to a create.
  enum Fault: Sendable {
    /// It never arrives.
    case unreachable
    /// It is kept, and the answer is lost.
    case answerLost
    /// The server answers with this status and keeps nothing.
    case status(Int)
    /// The server keeps nothing and asks to be left alone for this many seconds.
    case busy(Int, seconds: Int)
    /// It is kept, and a gateway answers with this status.
    case kept(Int)
  }

  /// How a server differs from careteam's own.
  enum Habit: Sendable {
    /// A search by identifier finds everything.
    case ignoresIdentifiers
    /// A search by identifier finds nothing.
    case findsNoIdentifiers
    /// A search by identifier is refused.
    case refusesIdentifiers
    /// Messages are kept without their identifiers.
    case dropsIdentifiers
    /// `If-None-Exist` is ignored.
    case createsUnconditionally
    /// Nothing can be searched.
    case refusesSearches
    /// Files are taken as resources only.
    case takesNoRawFiles
    /// Files are not taken at all.
    case hasNoBinaries
  }

  private struct State {
    var requests = 0
    var faults: [String: [Fault]] = [:]
    var kept: [JSON] = []
    var creates = 0
    var uploads = 0
    var files: [[UInt8]] = []
  }

  private let state = Mutex(State())
  private let habits: [Habit]

  init(_ habits: [Habit] = []) { self.habits = habits }

  /// How many requests arrived.
  var requests: Int { state.withLock { $0.requests } }

  /// What the server has, in the order in which it came.
  var texts: [String] { state.withLock { $0.kept.compactMap { $0["payload"]?[0]?["contentString"]?.string } } }
  /// The resources that the server has, in the order in which they came.
  var kept: [JSON] { state.withLock { $0.kept } }
  /// How many creates arrived.
  var creates: Int { state.withLock { $0.creates } }
  /// The content of the files that came as resources.
  var files: [[UInt8]] { state.withLock { $0.files } }
  /// How many files arrived.
  var uploads: Int { state.withLock { $0.uploads } }

  /// The next creates of a message of this text meet these faults, then none.
  func fail(_ text: String, _ faults: Fault...) { state.withLock { $0.faults[text] = faults } }

  /// Forgets all but the first messages, as a server does that is restored from a backup.
  func restore(to count: Int) { state.withLock { $0.kept = Array($0.kept.prefix(count)) } }

  func send(
    _ request: HTTPRequest, timeout: Duration?, progress: TransferProgress?
  ) async throws(TransportError) -> HTTPResponse {
    state.withLock { $0.requests += 1 }
    if request.url.hasSuffix("/Binary") {
      if habits.contains(.hasNoBinaries) { return HTTPResponse(status: 404) }
      let isResource = request.headers["Content-Type"]?.hasPrefix("application/fhir+json") == true
      if habits.contains(.takesNoRawFiles) {
        guard isResource, case .bytes(let body) = request.body, let json = try? JSON(parsing: body),
          let data = json["data"]?.string.flatMap(Base64.decode)
        else { return HTTPResponse(status: 415) }
        state.withLock { $0.files.append(data) }
      }
      let number = state.withLock { state in
        state.uploads += 1
        return state.uploads
      }
      return HTTPResponse(status: 201, headers: ["Location": "Binary/\(number)"])
    }
    guard case .bytes(let body) = request.body else { return HTTPResponse(status: 404) }
    if request.url.hasSuffix("_search") {
      return found(String(decoding: body, as: UTF8.self), type: request.url.contains("CommunicationRequest/"))
    }
    guard let resource = try? JSON(parsing: body) else { return HTTPResponse(status: 400) }
    return try create(resource)
  }

  private func create(_ resource: JSON) throws(TransportError) -> HTTPResponse {
    let text = resource["payload"]?[0]?["contentString"]?.string ?? ""
    let fault = state.withLock { state -> Fault? in
      guard var faults = state.faults[text], !faults.isEmpty else { return nil }
      let fault = faults.removeFirst()
      state.faults[text] = faults
      return fault
    }
    switch fault {
    case .unreachable: throw .unreachable("cannot reach the server")
    case .status(let status): return HTTPResponse(status: status)
    case .busy(let status, let seconds):
      return HTTPResponse(status: status, headers: ["Retry-After": String(seconds)])
    case .kept(let status):
      _ = keep(resource)
      return HTTPResponse(status: status)
    case .answerLost:
      _ = keep(resource)
      throw .interrupted("the connection was lost")
    case nil: return keep(resource)
    }
  }

  private func keep(_ resource: JSON) -> HTTPResponse {
    state.withLock { state in
      state.creates += 1
      let isConditional = !habits.contains(.createsUnconditionally)
      let same = isConditional ? state.kept.first { $0["identifier"] == resource["identifier"] } : nil
      var stored = same ?? resource
      if same == nil {
        stored["id"] = .string("kept-\(state.kept.count + 1)")
        stored["meta"] = ["versionId": "1", "lastUpdated": stored["sent"] ?? .null]
        if habits.contains(.dropsIdentifiers) { stored["identifier"] = nil }
        state.kept.append(stored)
      }
      return HTTPResponse(status: same == nil ? 201 : 200, body: stored.bytes())
    }
  }

  private func found(_ form: String, type isRequest: Bool) -> HTTPResponse {
    if habits.contains(.refusesSearches) { return HTTPResponse(status: 403) }
    let byIdentifier = form.contains("identifier=")
    if byIdentifier, habits.contains(.refusesIdentifiers) { return HTTPResponse(status: 400) }
    let findsAll = !byIdentifier || habits.contains(.ignoresIdentifiers)
    let findsNone = byIdentifier && habits.contains(.findsNoIdentifiers)
    let matches = state.withLock { state in
      state.kept.filter { resource in
        guard (resource["resourceType"] == "CommunicationRequest") == isRequest else { return false }
        guard Self.isSince(form, resource) else { return false }
        return findsAll || !findsNone && Resource(resource).clientId.map { form.contains($0) } ?? false
      }
    }
    let entries = matches.map { ["resource": $0] as JSON }
    let bundle: JSON = ["resourceType": "Bundle", "type": "searchset", "entry": .array(entries)]
    return HTTPResponse(status: 200, body: bundle.bytes())
  }

  /// Whether a resource is as new as a form's `_lastUpdated` asks.
  private static func isSince(_ form: String, _ resource: JSON) -> Bool {
    let marker = "_lastUpdated=ge"
    guard let field = form.split(separator: "&").first(where: { $0.hasPrefix(marker) }),
      let since = field.dropFirst(marker.count).removingPercentEncoding.flatMap(Instant.init(fhir:)),
      let updated = Resource(resource).lastUpdated
    else { return true }
    return updated >= since
  }
}

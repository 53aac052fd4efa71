import CareTeamCore
import CareTeamStore

extension Mailbox {
  /// Sends a request within a deadline, with a transport's failure as the user's error.
  func perform(_ request: HTTPRequest, by deadline: Deadline) async throws(CareTeamError) -> HTTPResponse {
    do throws(TransportError) {
      return try await attempt(request, by: deadline)
    } catch {
      throw CareTeamError(error)
    }
  }

  /// Sends a request within a deadline.
  func attempt(_ request: HTTPRequest, by deadline: Deadline) async throws(TransportError) -> HTTPResponse {
    if deadline.hasPassed { throw .timedOut(mayHaveArrived: false) }
    let response = try await transport.send(request, timeout: deadline.remaining)
    noteHold(response)
    return response
  }

  /// Takes note, for every process, that the server asks to be left alone for a while (RFC 9110 §10.2.3).
  ///
  /// A mailbox that cannot take a note is no reason to lose the answer.
  func noteHold(_ response: HTTPResponse) {
    guard response.status >= 400, let seconds = response.retryAfterSeconds, seconds > 0 else { return }
    try? store.hold(until: now().adding(seconds: Int64(seconds)))
  }

  /// Asks nothing of a server that wants to be left alone.
  ///
  /// - Throws: `rateLimited`, with how long that is.
  func respectHold() throws(CareTeamError) {
    let now = now()
    guard let until = try stored({ () throws(StoreError) in try store.heldUntil(at: now) }) else { return }
    let seconds = Int(max(1, until.seconds - now.seconds))
    throw CareTeamError(
      .rateLimited, "the server asked to be left alone for another \(seconds) s; try again then",
      retryAfterSeconds: seconds)
  }

  /// The bundle of a search, by POST, or by GET where the server answers 405 to that.
  func search(
    _ type: String, _ parameters: [(String, String)], by deadline: Deadline
  ) async throws(CareTeamError) -> Bundle {
    let answer: HTTPResponse
    do throws(TransportError) {
      answer = try await response(toSearch: type, parameters, limit: PageSize.all[0].limit, by: deadline)
    } catch {
      throw CareTeamError(error)
    }
    return try bundle(answer, doing: "searching \(type)")
  }

  /// The answer to a search of at most this many bytes, by POST, or by GET where the server answers 405 to that.
  func response(
    toSearch type: String, _ parameters: [(String, String)], limit: Int, by deadline: Deadline
  ) async throws(TransportError) -> HTTPResponse {
    var request = HTTPRequest(search: type, parameters, base: account.server)
    request.responseLimit = limit
    let response = try await attempt(request, by: deadline)
    guard response.status == 405 else { return response }
    request = HTTPRequest(searchByGet: type, parameters, base: account.server)
    request.responseLimit = limit
    return try await attempt(request, by: deadline)
  }

  /// The absolute address that a server's link means; nil when it leads to another origin, where nothing is ever sent.
  func address(of link: String) -> String? {
    guard let base = URLReference(account.server + "/"), let reference = URLReference(link) else { return nil }
    let target = reference.resolved(against: base)
    return Origin(target) == Origin(base) ? target.description : nil
  }

  /// The bundle in an answer.
  func bundle(_ response: HTTPResponse, doing what: String) throws(CareTeamError) -> Bundle {
    guard response.isSuccess else { throw CareTeamError(response, doing: what) }
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: response.body)
    } catch {
      throw CareTeamError(.serverProtocol, "the server sent \(error.message) (\(what)); try again later")
    }
    guard let bundle = Bundle(json) else {
      throw CareTeamError(.serverProtocol, "the server's answer is no FHIR Bundle (\(what))")
    }
    return bundle
  }
}

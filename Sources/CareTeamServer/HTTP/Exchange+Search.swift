import CareTeamCore
import Hummingbird

extension Exchange {
  func searchByForm(_ type: String) async throws -> Answer {
    try negotiation.checkBody("application/x-www-form-urlencoded")
    guard let text = String(validating: try await body(), as: UTF8.self) else {
      throw FHIRFault(400, .structure, "The form is not UTF-8. Encode it again.")
    }
    return try await search(type, form: try FormQuery(parsing: text))
  }

  /// The first page of a search, or one that a `next` link leads to.
  func search(_ type: String, form: FormQuery?) async throws -> Answer {
    try negotiation.checkAccept(form: form ?? FormQuery())
    let query = FormQuery(negotiation.query.pairs + (form?.pairs ?? []))
    if let sealed = query.value("_page") {
      let continuation = try SearchContinuation(
        sealed: sealed, with: store.sealingKey, user: principal.searcher, type: type)
      let request = try SearchRequest(type: type, query: try FormQuery(parsing: continuation.query))
      return try await page(request, at: continuation)
    }
    let request = try SearchRequest(type: type, query: query, handling: handling)
    return try await page(request, at: nil)
  }

  /// How the client wants unknown parameters to be taken.
  var handling: SearchHandling {
    prefers("handling=lenient") ? .lenient : prefers("handling=strict") ? .strict : .usual
  }

  private func page(_ request: SearchRequest, at continuation: SearchContinuation?) async throws -> Answer {
    let base = base
    let (page, patients) = try await store.read(as: principal) { reader in
      let page = try reader.search(request, base: base, after: continuation?.position, total: continuation?.total)
      return (page, try reader.patients(of: page))
    }
    let text = try text(of: page, request)
    return Answer(response: Response(fhir: text), patients: patients, query: "\(request.type)?\(request.applied.text)")
  }

  /// A page as a Bundle.
  func text(of page: SearchPage, _ request: SearchRequest) throws -> String {
    var writer = BundleWriter(type: "searchset", total: page.total)
    let query = request.applied.text
    writer.link("self", "\(base)/\(request.type)" + (query.isEmpty ? "" : "?" + query))
    if let position = page.next {
      let next = SearchContinuation(
        user: principal.searcher, type: request.type, query: query, total: page.total, position: position)
      writer.link("next", "\(base)/\(request.type)?_page=\(try next.sealed(with: store.sealingKey))")
    }
    for stored in page.matches { writer.add(stored, base: base, mode: "match") }
    for stored in page.included { writer.add(stored, base: base, mode: "include") }
    return writer.text
  }
}

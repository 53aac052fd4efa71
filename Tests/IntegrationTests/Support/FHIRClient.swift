import CareTeamCore
import Foundation
import FoundationNetworking
import Testing

/// The server's FHIR interface without careteam: what is really there.
struct FHIRClient: Sendable {
  let base: String
  let token: String

  init(base: String, token: String) {
    self.base = base
    self.token = token
  }

  init(_ clinic: Clinic, as user: Clinic.User) { self.init(base: clinic.url, token: clinic.token(user)) }

  /// An answer.
  struct Answer: Sendable {
    var status: Int
    var json: JSON
    var headers: [String: String]
  }

  /// Sends a request.
  func send(
    _ method: String, _ path: String, _ body: JSON? = nil, type: String = "application/fhir+json",
    headers: [String: String] = [:]
  ) async throws -> Answer {
    var request = URLRequest(url: try #require(URL(string: path.hasPrefix("http") ? path : "\(base)/\(path)")))
    request.httpMethod = method
    request.timeoutInterval = 20
    request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
    if let body {
      request.httpBody = Data(body.text(.wire).utf8)
      request.setValue(type, forHTTPHeaderField: "Content-Type")
    }
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    let (data, response) = try await URLSession.shared.data(for: request)
    let answer = try #require(response as? HTTPURLResponse)
    var fields: [String: String] = [:]
    for (name, value) in answer.allHeaderFields { fields["\(name)".lowercased()] = "\(value)" }
    return Answer(status: answer.statusCode, json: (try? JSON(parsing: Array(data))) ?? .null, headers: fields)
  }

  /// Every resource a search finds, over all pages.
  func search(_ query: String) async throws -> [JSON] {
    var found: [JSON] = []
    var next: String? = query
    while let link = next {
      let page = try await send("GET", link)
      try #require(page.status == 200, "\(page)")
      found += (page.json["entry"]?.array ?? []).compactMap { $0["resource"] }
      next = page.json["link"]?.array.first { $0["relation"] == "next" }?["url"]?.string
    }
    return found
  }

  /// The messages of a conversation with these texts, in the order the server has them.
  func messages(in conversation: String) async throws -> [JSON] {
    try await search("Communication?based-on=CommunicationRequest/\(conversation)&_sort=_lastUpdated&_count=100")
  }

  /// The texts of the messages of a conversation.
  func texts(in conversation: String) async throws -> [String] {
    try await messages(in: conversation).compactMap { $0["payload"]?[0]?["contentString"]?.string }
  }

  /// The bytes of an attachment, as its message names it.
  func bytes(of attachment: JSON) async throws -> [UInt8] {
    var request = URLRequest(url: try #require(URL(string: "\(base)/\(attachment["url"]?.string ?? "")")))
    request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
    request.setValue(attachment["contentType"]?.string, forHTTPHeaderField: "Accept")
    return Array(try await URLSession.shared.data(for: request).0)
  }

  /// How many resources bear the identifier that a careteam gave its message.
  func count(clientId: String) async throws -> Int {
    try await search("Communication?identifier=urn:ietf:rfc:3986%7Curn:uuid:\(clientId)").count
  }
}

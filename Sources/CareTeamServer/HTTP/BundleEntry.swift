import CareTeamCore

/// One request in a batch or transaction.
struct BundleEntry: Sendable {
  let method: String
  let url: String
  let route: Route
  let query: FormQuery
  let fullURL: String?
  let conditions: Preconditions
  var resource: JSON?
  /// The id a new resource gets, so that others in the transaction can refer to it.
  var newID: String?

  init(_ entry: JSON) throws(FHIRFault) {
    guard let request = entry["request"], let method = request["method"]?.string, let url = request["url"]?.string
    else {
      throw FHIRFault(400, .structure, "An entry of the Bundle has no request. Give it a method and a url.")
    }
    self.method = method
    self.url = url
    let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
    let path = parts.first ?? ""
    route = try Route(relative: path.hasPrefix("/") ? String(path.dropFirst()) : path)
    query = try FormQuery(parsing: parts.count > 1 ? parts[1] : "")
    fullURL = entry["fullUrl"]?.string
    resource = entry["resource"]
    conditions = Preconditions(match: request["ifMatch"]?.string, noneExist: request["ifNoneExist"]?.string)
  }

  /// What is to be stored.
  var body: JSON { resource ?? .null }

  /// A JSON Patch travels in a Binary (FHIR R4 §3.1.0.9.1).
  var patch: JSON {
    get throws(FHIRFault) {
      guard let bytes = resource?["data"]?.string.flatMap(Base64.decode), let patch = try? JSON(parsing: bytes) else {
        throw FHIRFault(400, .structure, "A PATCH in a Bundle carries its JSON Patch as data of a Binary.")
      }
      return patch
    }
  }

  /// The order a transaction is done in (§3.1.0.11.2): deletes, creates, updates, reads; conversations before messages.
  var rank: Int {
    switch (method, route.type) {
    case ("DELETE", _): 0
    case ("POST", "Communication"): 2
    case ("POST", "Task"): 3
    case ("POST", _): 1
    case ("PUT", _), ("PATCH", _): 4
    default: 5
    }
  }

  /// Refuses a transaction that changes one resource twice, whose outcome would hang on the order (§3.1.0.11.2).
  static func checkDistinct(_ entries: [BundleEntry]) throws(FHIRFault) {
    var changed: Set<String> = []
    for entry in entries where ["PUT", "PATCH", "DELETE"].contains(entry.method) {
      guard let reference = entry.route.entity, !changed.insert(reference).inserted else { continue }
      throw FHIRFault(
        400, .invalid, "The transaction changes \(reference) twice. Make it one change, or send two transactions.")
    }
  }
}

/// Where a request goes, below the origin.
enum Route: Sendable, Equatable {
  case metadata
  case smartConfiguration
  case userinfo
  case websocket
  case base
  case type(String)
  case search(String)
  case instance(String, id: String)
  case history(String, id: String)
  case version(String, id: String, version: Int)
  case operation(String, id: String, name: String)

  /// Reads a path, such as `/fhir/Task/1`.
  init(path: String) throws(FHIRFault) {
    if path == "/.well-known/smart-configuration" {
      self = .smartConfiguration
    } else if path == "/auth/userinfo" {
      self = .userinfo
    } else if path == "/fhir" || path.hasPrefix("/fhir/") {
      try self.init(relative: String(path.dropFirst(6)))
    } else {
      throw Self.unknown
    }
  }

  /// Reads what stands below the FHIR base, such as `Task/1`.
  init(relative: String) throws(FHIRFault) {
    let parts = relative.split(separator: "/").map(String.init)
    switch parts.first {
    case nil: self = .base
    case "metadata" where parts.count == 1: self = .metadata
    case "websocket" where parts.count == 1: self = .websocket
    case ".well-known" where parts.dropFirst() == ["smart-configuration"]: self = .smartConfiguration
    case let type? where ResourceTypes.all.contains(type): self = try Self.below(type, Array(parts.dropFirst()))
    default: throw Self.unknown
    }
  }

  private static func below(_ type: String, _ parts: [String]) throws(FHIRFault) -> Route {
    guard let first = parts.first else { return .type(type) }
    if parts == ["_search"] { return .search(type) }
    guard ResourceTypes.isID(first) else { throw unknown }
    switch parts.dropFirst() {
    case []: return .instance(type, id: first)
    case ["_history"]: return .history(type, id: first)
    case let rest where rest.first == "_history" && rest.count == 2:
      guard let version = rest.last.flatMap({ Int($0) }) else { throw unknown }
      return .version(type, id: first, version: version)
    case let rest where rest.count == 1 && rest.first?.hasPrefix("$") == true:
      return .operation(type, id: first, name: String(parts[1].dropFirst()))
    default: throw unknown
    }
  }

  private static let unknown = FHIRFault(404, .notFound, "There is nothing at this address. See /fhir/metadata.")

  /// The methods that mean something here.
  var methods: [String] {
    switch self {
    case .metadata, .smartConfiguration, .userinfo, .websocket, .history, .version: ["GET", "HEAD"]
    case .base, .search: ["POST"]
    case .type: ["GET", "HEAD", "POST"]
    case .instance: ["GET", "HEAD", "PUT", "PATCH", "DELETE"]
    case .operation: ["GET", "POST"]
    }
  }

  /// Whether it is open to everyone.
  var isPublic: Bool { self == .metadata || self == .smartConfiguration || self == .websocket }

  /// The type it is about.
  var type: String? {
    switch self {
    case .metadata, .smartConfiguration, .userinfo, .websocket, .base: nil
    case .type(let type), .search(let type), .instance(let type, _), .history(let type, _),
      .version(let type, _, _), .operation(let type, _, _):
      type
    }
  }

  /// The scope it needs; nil when it has none of its own. An operation is on a resource that the user may read.
  func permission(method: String) -> Permission? {
    switch (self, method) {
    case (.type, "POST"): .create
    case (.type, _), (.search, _): .search
    case (.instance, "PUT"), (.instance, "PATCH"): .update
    case (.instance, "DELETE"): .delete
    case (.instance, _), (.version, _), (.history, _), (.operation, _): .read
    case (.metadata, _), (.smartConfiguration, _), (.userinfo, _), (.websocket, _), (.base, _): nil
    }
  }

  /// What the audit trail names as touched.
  var entity: String? {
    switch self {
    case .instance(let type, let id), .history(let type, let id), .operation(let type, let id, _): type + "/" + id
    case .version(let type, let id, let version): "\(type)/\(id)/_history/\(version)"
    default: type
    }
  }

  /// The interaction's code (FHIR R4 value set restful-interaction) and what it does.
  func interaction(method: String) -> (name: String, action: AuditRecord.Action) {
    switch (self, method) {
    case (.type, "POST"): ("create", .create)
    case (.instance, "PUT"): ("update", .update)
    case (.instance, "PATCH"): ("patch", .update)
    case (.instance, "DELETE"): ("delete", .delete)
    case (.instance, _): ("read", .read)
    case (.version, _): ("vread", .read)
    case (.history, _): ("history-instance", .read)
    case (.type, _), (.search, _): ("search-type", .execute)
    case (.operation, _): ("operation", .execute)
    case (.base, _): ("batch", .execute)
    default: ("capabilities", .read)
    }
  }
}

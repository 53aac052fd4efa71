import CareTeamCore
import GRDB

extension Transaction {
  /// Whether something has this handle now.
  func exists(_ handle: Handle) throws -> Bool {
    if let part = handle.part {
      let arguments: StatementArguments = [handle.number, part]
      return try count("SELECT count(*) FROM attachment WHERE message = ? AND part = ?", arguments) > 0
    }
    return try count("SELECT count(*) FROM \(handle.kind.table) WHERE number = ?", [handle.number]) > 0
  }

  /// What an id, a reference or the beginning of an id may mean; several kinds of one resource count once.
  func candidates(_ text: String, _ kinds: [Handle.Kind]) throws -> [StoreError.Candidate] {
    // What is at another server is not here, whatever its id.
    if text.contains("://") {
      guard let server = try value(String.self, "SELECT server FROM meta"), text.hasPrefix(server + "/") else {
        return []
      }
    }
    let reference = text.contains("/") ? Reference(text) : nil
    let exact = try matches(kinds) { kind in
      guard let reference, kind.isOnServer else { return ("h.\(kind.idColumn) = ?", [text]) }
      return ("h.reference = ?", [reference.description])
    }
    guard exact.isEmpty, (reference?.id ?? text).count >= 8 else { return exact }
    let beginning = reference?.description ?? text
    return try matches(reference == nil ? kinds : kinds.filter(\.isOnServer)) { kind in
      let column = reference == nil ? kind.idColumn : "reference"
      return ("h.\(column) >= ? AND h.\(column) < ?", [beginning, beginning + "\u{10FFFF}"])
    }
  }

  /// The attachments whose file on the server has this id or reference, or one that begins so with 8 or more characters; a
  /// file that several messages have counts once, as that of the newest.
  func attachments(ofFile text: String) throws -> [Attachment] {
    let owners = try rows("SELECT DISTINCT message FROM attachment WHERE url IS NOT NULL ORDER BY message DESC") {
      $0[0] as Int64
    }
    var files: [String: Attachment] = [:]
    for owner in owners {
      for file in try attachments(of: owner) {
        if let id = file.id, files[id] == nil { files[id] = file }
      }
    }
    let id = text.hasPrefix("Binary/") ? String(text.dropFirst("Binary/".count)) : text
    if let exact = files[id] { return [exact] }
    guard id.count >= 8 else { return [] }
    return files.filter { $0.key.hasPrefix(id) }.sorted { $0.key < $1.key }.map(\.value)
  }

  private func matches(
    _ kinds: [Handle.Kind], _ condition: (Handle.Kind) -> (String, StatementArguments)
  ) throws -> [StoreError.Candidate] {
    var seen: Set<String> = []
    var found: [StoreError.Candidate] = []
    for kind in kinds {
      let (filter, arguments) = condition(kind)
      let items = try rows(
        """
        SELECT h.number, h.\(kind.idColumn), \(kind.isOnServer ? "h.reference" : "h.client_id")
        FROM \(kind.handleTable) h JOIN \(kind.table) t ON t.number = h.number
        WHERE \(filter) ORDER BY 2, 1 LIMIT 20
        """, arguments
      ) { (Handle(kind, $0[0]), $0[1] as String, $0[2] as String? ?? "") }
      for (handle, id, key) in items where seen.insert(key).inserted {
        found.append(StoreError.Candidate(handle: handle, id: id))
      }
    }
    return found
  }

  /// The handles of a kind whose numbers begin with these digits, newest first.
  func completions(_ kind: Handle.Kind, digits: Substring, limit: Int) throws -> [Handle] {
    guard let ranges = Self.ranges(digits) else { return [] }
    var found: [Handle] = []
    for range in ranges where found.count < limit {
      found += try rows(
        "SELECT number FROM \(kind.table) WHERE number BETWEEN ? AND ? ORDER BY number DESC LIMIT ?",
        [range.lowerBound, range.upperBound, limit - found.count]
      ) { Handle(kind, $0[0]) }
    }
    return found
  }

  /// The numbers that begin with these digits: one range for each length, so that the table's own order finds them.
  private static func ranges(_ digits: Substring) -> [ClosedRange<Int64>]? {
    if digits.isEmpty { return [1...Int64.max] }
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(digits), number > 0 else {
      return nil
    }
    var ranges = [number...number]
    while let last = ranges.last, last.upperBound < 1_000_000_000_000 {
      ranges.append(last.lowerBound * 10...last.upperBound * 10 + 9)
    }
    return ranges.reversed()
  }
}

extension Handle.Kind {
  /// The table of what is there now.
  fileprivate var table: String {
    switch self {
    case .conversation: "conversation"
    case .message: "message"
    case .outbox: "outbox"
    case .draft: "draft"
    }
  }

  /// The table that knows the ids.
  fileprivate var handleTable: String { isOnServer ? table + "_handle" : table }
  /// Whether its ids are the server's.
  fileprivate var isOnServer: Bool { self == .conversation || self == .message }
  /// The column of its ids: what is not on the server has the client's.
  fileprivate var idColumn: String { isOnServer ? "id" : "client_id" }
}

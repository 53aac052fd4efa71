/// What a server has refused to take: files of some size (413) or type (415), asked about before the next upload.
///
/// A refusal is believed for a week, since a server's limits change too.
package struct ServerLimits: Sendable, Equatable {
  /// How long a refusal is believed, in seconds.
  package static let validity: Int64 = 7 * 86_400

  /// The smallest file that was too large.
  private var size: (bytes: Int64, until: Int64)?
  /// The types that were refused, and until when that is believed.
  private var types: [String: Int64] = [:]

  /// No limits.
  package init() {}

  /// Takes note of what a server answered to an upload.
  ///
  /// - Returns: whether anything is new.
  package mutating func learn(from status: Int, to file: DraftAttachment, at now: Instant) -> Bool {
    let before = self
    let until = now.seconds + Self.validity
    switch status {
    case 200..<300:
      if let size, file.size >= size.bytes { self.size = nil }
      types[file.contentType] = nil
    case 413: if size.map({ $0.until < now.seconds || file.size < $0.bytes }) ?? true { size = (file.size, until) }
    case 415: types[file.contentType] = until
    default: break
    }
    return self != before
  }

  /// Why a file would be refused; nil where nothing is known against it.
  ///
  /// - Parameter allowed: the size that the user says is taken, whatever was refused before.
  package func objection(to file: DraftAttachment, allowed: Int64?, at now: Instant) -> String? {
    if let size, size.until >= now.seconds, file.size >= size.bytes, allowed.map({ file.size > $0 }) ?? true {
      return
        "\(file.filename) has \(file.size) bytes, and the server refused a file of \(size.bytes); make it smaller, or "
        + "say with ‘max-attachment-size’ in the configuration what it takes"
    }
    guard let until = types[file.contentType], until >= now.seconds else { return nil }
    return "\(file.filename) is \(file.contentType), which the server refused lately; convert it to another type"
  }

  package static func == (one: ServerLimits, other: ServerLimits) -> Bool {
    one.size?.bytes == other.size?.bytes && one.size?.until == other.size?.until && one.types == other.types
  }
}

extension ServerLimits {
  /// The limits of stored JSON; none of what it does not have.
  package init(stored json: JSON) {
    let bytes = json["size"]?["bytes"]?.int
    let until = json["size"]?["until"]?.int
    if let bytes, let until { size = (Int64(bytes), Int64(until)) }
    for item in json["types"]?.array ?? [] {
      if let type = item["type"]?.string, let until = item["until"]?.int { types[type] = Int64(until) }
    }
  }

  /// As it is stored.
  package var stored: JSON {
    [
      "size": size.map { ["bytes": .number(String($0.bytes)), "until": .number(String($0.until))] } ?? .null,
      "types": .array(
        types.sorted { $0.key < $1.key }.map { ["type": .string($0.key), "until": .number(String($0.value))] }),
    ]
  }
}

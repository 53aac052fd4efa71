/// A page of search results that is read entry by entry: a resource that cannot be read costs no other, and no more of a
/// page is in memory as values than is being looked at.
package struct SearchPage: Sendable {
  private let bytes: [UInt8]
  private let entries: [Range<Int>]
  /// The address of the next page as written, possibly relative; nil on the last.
  package let next: String?

  /// The most values of one resource: a million brackets in a megabyte would need a hundred times its memory.
  private static let mostValues = 250_000

  /// Reads what is around the entries.
  ///
  /// - Throws: why it is no JSON; where it is another resource than a Bundle, nil comes out.
  package init?(_ bytes: [UInt8]) throws(JSONError) {
    let outline = JSONOutline(bytes: bytes)
    guard let members = outline.members(of: outline.whole) else {
      // The strict reader knows what is wrong.
      _ = try JSON(parsing: bytes, maximumValues: Self.mostValues)
      return nil
    }
    var around = JSONObject()
    var entries: [Range<Int>] = []
    for (key, value) in members {
      guard around[key] == nil else { throw JSONError(reason: .duplicateKey(key), offset: value.lowerBound) }
      guard key == "entry" else {
        around[key] = try JSON(parsing: Array(bytes[value]), maximumValues: Self.mostValues)
        continue
      }
      around[key] = []
      if let found = outline.elements(of: value) {
        entries = found
      } else {
        _ = try JSON(parsing: Array(bytes[value]), maximumValues: Self.mostValues)
      }
    }
    guard let bundle = Bundle(.object(around)) else { return nil }
    self.bytes = bytes
    self.entries = entries
    next = bundle.next
  }

  /// How many entries there are.
  package var count: Int { entries.count }

  /// How large the whole answer is, in bytes.
  package var byteCount: Int { bytes.count }

  /// Whether there is a resource of this type.
  package func has(_ type: String) -> Bool {
    entries.contains { entry in
      resources(in: [entry]).resources.contains { Resource($0).type == type }
    }
  }

  /// What tells this page from another, as far as a page that is sent again and again must be known.
  package var fingerprint: Int {
    var hasher = Hasher()
    for entry in entries { hasher.combine(bytes: bytes[entry]) }
    return hasher.finalize()
  }

  /// The resources of some entries, without the server's remarks on the search, and what could not be read, each with why.
  package func resources(_ range: Range<Int>) -> (resources: [JSON], unreadable: [Unreadable]) {
    resources(in: entries[range])
  }

  private func resources(in entries: ArraySlice<Range<Int>>) -> (resources: [JSON], unreadable: [Unreadable]) {
    var resources: [JSON] = []
    var unreadable: [Unreadable] = []
    for entry in entries {
      do throws(JSONError) {
        let json = try JSON(parsing: Array(bytes[entry]), maximumValues: Self.mostValues)
        guard let resource = json["resource"], resource["resourceType"]?.string != "OperationOutcome" else { continue }
        resources.append(resource)
      } catch {
        unreadable.append(self.unreadable(entry, error))
      }
    }
    return (resources, unreadable)
  }

  /// An entry that cannot be read, by the words of it that can.
  private func unreadable(_ entry: Range<Int>, _ error: JSONError) -> Unreadable {
    let outline = JSONOutline(bytes: bytes)
    func word(_ path: String...) -> String? {
      var part = entry
      for name in path {
        guard let value = outline.members(of: part)?.first(where: { $0.key == name })?.value else { return nil }
        part = value
      }
      return try? JSON(parsing: Array(bytes[part])).string
    }
    let type = word("resource", "resourceType") ?? "a resource"
    let name = word("resource", "id").map { "\(type)/\($0)" } ?? type
    return Unreadable(
      "\(name.shortened(to: 100)), whose entry is \(error.message)",
      lastUpdated: word("resource", "meta", "lastUpdated").flatMap(Instant.init(fhir:)))
  }
}

extension Hasher {
  fileprivate mutating func combine(bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { combine(bytes: $0) }
  }
}

/// What an XMP packet says of the kinds that a person would want to know of, by the names of its properties.
enum XMPContent {
  /// What is in it.
  static func findings(in packet: some Collection<UInt8>) -> Set<PhotographFinding> {
    let text = String(decoding: packet, as: UTF8.self)
    var found: Set<PhotographFinding> = [.xmp]
    for (name, finding) in names where text.utf8.contains(name) { found.insert(finding) }
    return found
  }

  private static let names: [(String, PhotographFinding)] = [
    ("GPSL", .location), ("LocationCreated", .location), ("photoshop:City", .location), ("CreateDate", .time),
    ("DateTimeOriginal", .time), ("DateCreated", .time), ("ModifyDate", .time), ("SerialNumber", .serialNumber),
    ("dc:creator", .owner), ("OwnerName", .owner), ("dc:rights", .owner), ("xmp:Thumbnails", .thumbnail),
    ("dc:description", .comment), ("dc:title", .comment),
  ]
}

extension Collection where Element == UInt8 {
  /// Whether a text stands in these bytes.
  fileprivate func contains(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard let first = wanted.first else { return true }
    var rest = self[...]
    while let place = rest.firstIndex(of: first) {
      rest = rest[place...]
      if rest.starts(with: wanted) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}

extension HEIFItems {
  /// Properties that say something in words, or when (ISO/IEC 23008-12 §6.5.17 to §6.5.21).
  private static let telling: Set<String> = ["udes", "altt", "crtt", "mdft", "uuid", "free", "skip", "xml "]

  /// Whether a property of the pictures says something beside them.
  func telling(_ bytes: [UInt8]) throws(PhotographError) -> Bool {
    guard let box = child("iprp") else { return false }
    for part in try ISOBox.list(bytes, in: box.content) where part.type == "ipco" {
      for property in try ISOBox.list(bytes, in: part.content) where Self.telling.contains(property.type) {
        return true
      }
    }
    return false
  }

  /// The properties, which are counted: one that goes leaves free space behind.
  func properties(_ bytes: [UInt8], _ box: ISOBox, _ removed: Set<Int>) throws(PhotographError) -> [UInt8] {
    var content: [UInt8] = []
    for part in try ISOBox.list(bytes, in: box.content) {
      switch part.type {
      case "ipco":
        var properties: [UInt8] = []
        for property in try ISOBox.list(bytes, in: part.content) {
          properties +=
            Self.telling.contains(property.type)
            ? ISOBox.bytes("free", [UInt8](repeating: 0, count: property.whole.count - 8))
            : Array(bytes[property.whole])
        }
        content += ISOBox.bytes("ipco", properties)
      case "ipma": content += try associations(bytes, part, removed)
      default: break
      }
    }
    return ISOBox.bytes("iprp", content)
  }

  private func associations(_ bytes: [UInt8], _ box: ISOBox, _ removed: Set<Int>) throws(PhotographError) -> [UInt8] {
    var cursor = ISOCursor(bytes, box.content)
    let head = try cursor.number(4)
    var kept: [UInt8] = []
    var count = 0
    for _ in 0..<(try cursor.number(4)) {
      let start = cursor.place
      let id = try cursor.number(head >> 24 == 0 ? 2 : 4)
      try cursor.skip(try cursor.number(1) * (head & 1 == 0 ? 1 : 2))
      guard !removed.contains(id) else { continue }
      kept += bytes[start..<cursor.place]
      count += 1
    }
    return ISOBox.bytes("ipma", ISOBox.big(head, bytes: 4) + ISOBox.big(count, bytes: 4) + kept)
  }
}

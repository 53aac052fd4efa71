/// What a HEIF file's `meta` box says of its items (ISO/IEC 14496-12 §8.11, ISO/IEC 23008-12 §6).
struct HEIFItems {
  /// Something that is stored: a coded picture, one that is derived from others, Exif, XMP.
  struct Item {
    var type: String
    /// Its `infe` box.
    var info: Range<Int>
    /// Its entry in `iloc`.
    var location: Range<Int>?
    /// Where its bytes are: in the file (0) or in `idat` (1).
    var method = 0
    var extents: [Range<Int>] = []
  }

  /// That an item refers to others: is their thumbnail, is made of them, says something of them.
  struct Link {
    var type: String
    var from: Int
    var to: [Int]
    var box: ISOBox
  }

  private(set) var items: [Int: Item] = [:]
  private(set) var links: [Link] = []
  private(set) var primary: Int?
  let children: [ISOBox]

  /// Reads the content of a `meta` box, from behind its version on.
  init(_ bytes: [UInt8], children: [ISOBox]) throws(PhotographError) {
    self.children = children
    guard Set(children.map(\.type)).isDisjoint(with: ["ipro", "xml ", "bxml"]) else {
      throw .notUnderstood(.heif, "it is protected, or of an unusual kind")
    }
    for type in ["pitm", "iinf", "iloc", "iref", "iprp", "idat"] where children.count(where: { $0.type == type }) > 1 {
      throw .damaged(.heif, "it has \(type) twice")
    }
    if let box = child("iinf") { try readInfo(bytes, box) }
    if let box = child("iloc") { try readLocations(bytes, box) }
    if let box = child("iref") { try readLinks(bytes, box) }
    if let box = child("pitm") {
      var cursor = ISOCursor(bytes, box.content)
      primary = try cursor.number(4) >> 24 == 0 ? try cursor.number(2) : try cursor.number(4)
    }
  }

  /// The box of a type in `meta`.
  func child(_ type: String) -> ISOBox? { children.first { $0.type == type } }

  private mutating func readInfo(_ bytes: [UInt8], _ box: ISOBox) throws(PhotographError) {
    var cursor = ISOCursor(bytes, box.content)
    let version = try cursor.number(4) >> 24
    _ = try cursor.number(version == 0 ? 2 : 4)
    for entry in try ISOBox.list(bytes, in: cursor.place..<box.content.upperBound) where entry.type == "infe" {
      var info = ISOCursor(bytes, entry.content)
      let version = try info.number(4) >> 24
      guard version >= 2 else { throw .notUnderstood(.heif, "it is of an old kind") }
      let id = try info.number(version == 2 ? 2 : 4)
      guard try info.number(2) == 0 else { throw .notUnderstood(.heif, "it is protected") }
      guard items[id] == nil else { throw .damaged(.heif, "an item is in it twice") }
      items[id] = Item(type: try info.code(), info: entry.whole)
    }
  }

  private mutating func readLocations(_ bytes: [UInt8], _ box: ISOBox) throws(PhotographError) {
    var cursor = ISOCursor(bytes, box.content)
    let version = try cursor.number(4) >> 24
    guard version <= 2 else { throw .notUnderstood(.heif, "it is of a new kind") }
    let sizes = try cursor.number(2)
    for _ in 0..<(try cursor.number(version < 2 ? 2 : 4)) {
      let start = cursor.place
      let id = try cursor.number(version < 2 ? 2 : 4)
      let method = version == 0 ? 0 : try cursor.number(2) & 15
      guard try cursor.number(2) == 0 else { throw .notUnderstood(.heif, "a part of it is in another file") }
      let base = try cursor.number(sizes >> 4 & 15)
      var extents: [Range<Int>] = []
      for _ in 0..<(try cursor.number(2)) {
        if version > 0 { try cursor.skip(sizes & 15) }
        let offset = base + (try cursor.number(sizes >> 12 & 15))
        let length = try cursor.number(sizes >> 8 & 15)
        guard length > 0 else { throw .notUnderstood(.heif, "a part of it has no length") }
        extents.append(offset..<offset + length)
      }
      try place(id, in: start..<cursor.place, method: method, extents)
    }
  }

  private mutating func place(
    _ id: Int, in location: Range<Int>, method: Int, _ extents: [Range<Int>]
  ) throws(PhotographError) {
    guard var item = items[id], item.location == nil else {
      throw .damaged(.heif, "an item has no kind, or two places")
    }
    guard method < 2 else { throw .notUnderstood(.heif, "a part of it is made of others") }
    item.location = location
    item.method = method
    item.extents = extents
    items[id] = item
  }

  private mutating func readLinks(_ bytes: [UInt8], _ box: ISOBox) throws(PhotographError) {
    var cursor = ISOCursor(bytes, box.content)
    let width = try cursor.number(4) >> 24 == 0 ? 2 : 4
    for entry in try ISOBox.list(bytes, in: cursor.place..<box.content.upperBound) {
      var link = ISOCursor(bytes, entry.content)
      let from = try link.number(width)
      var to: [Int] = []
      for _ in 0..<(try link.number(2)) { to.append(try link.number(width)) }
      links.append(Link(type: entry.type, from: from, to: to, box: entry))
    }
  }
}

/// HEIF, that is HEIC and AVIF (ISO/IEC 23008-12): the pictures stay where they are, so that every offset stays true;
/// what else there is leaves zeros behind.
struct HEIFStripper {
  private var reader: PhotographReader
  private var plan = PhotographPlan(format: .heif)

  /// The picture without what it says about itself.
  static func plan(_ reader: PhotographReader) throws(PhotographError) -> PhotographPlan {
    var stripper = HEIFStripper(reader: reader)
    try stripper.run()
    return stripper.plan
  }

  private init(reader: PhotographReader) { self.reader = reader }

  private mutating func run() throws(PhotographError) {
    let boxes = try boxes()
    guard boxes.first?.type == "ftyp", boxes.count(where: { $0.type == "meta" }) == 1,
      let box = boxes.first(where: { $0.type == "meta" }), box.content.count >= 4
    else { throw .damaged(.heif, "it does not say what is in it") }
    guard !boxes.contains(where: { ["moov", "moof"].contains($0.type) }) else {
      throw .notUnderstood(.heif, "it holds a sequence of pictures")
    }
    let meta = try reader.bytes(box.content)
    let items = try HEIFItems(meta, children: try ISOBox.list(meta, in: 4..<meta.count))
    let removed = try items.removed()
    for id in removed { plan.note(try findings(id, of: items, meta)) }
    if try items.telling(meta) { plan.note(.other) }
    let kept = items.keptExtents(without: removed, method: 0)
    try check(kept, in: boxes)
    let last = boxes.lastIndex { ["ftyp", "meta", "mdat"].contains($0.type) } ?? 0
    for box in boxes[...last] {
      switch box.type {
      case "ftyp": plan.keep(box.whole)
      case "meta": try addMeta(try items.rebuilt(without: removed, meta), instead: box)
      case "mdat": add(box, keeping: kept)
      default: blank(box)
      }
    }
    for box in boxes[(last + 1)...] { note(box) }
  }

  /// The boxes of the file; behind the last that is needed anything may stand.
  private mutating func boxes() throws(PhotographError) -> [ISOBox] {
    var boxes: [ISOBox] = []
    var place = 0
    while place < reader.count {
      guard let box = try? ISOBox.read(&reader, at: place, before: reader.count) else {
        guard boxes.contains(where: { $0.type == "meta" }) else { throw reader.cutOff }
        plan.note(.trailer)
        return boxes
      }
      boxes.append(box)
      guard boxes.count < 1000 else { throw .notUnderstood(.heif, "it has too many parts") }
      place = box.whole.upperBound
    }
    return boxes
  }

  /// All that stays must be where the data is, and nowhere else.
  private func check(_ kept: [Range<Int>], in boxes: [ISOBox]) throws(PhotographError) {
    let data = boxes.filter { $0.type == "mdat" }.map(\.content)
    for extent in kept
    where !data.contains(where: { $0.lowerBound <= extent.lowerBound && extent.upperBound <= $0.upperBound }) {
      throw .damaged(.heif, "a part of it is not where it should be")
    }
  }

  private mutating func addMeta(_ content: [UInt8], instead box: ISOBox) throws(PhotographError) {
    let header = box.content.lowerBound - box.whole.lowerBound
    let free = box.whole.count - header - content.count
    // A box cannot be smaller than its own header, and each item that goes is larger.
    guard free == 0 || free >= 8 else { throw .notUnderstood(.heif, "it is of an unusual kind") }
    if header == 8 {
      plan.add(ISOBox.bytes("meta", content))
    } else {
      plan.add([0, 0, 0, 1] + Array("meta".utf8) + ISOBox.big(16 + content.count, bytes: 8) + content)
    }
    guard free > 0 else { return }
    plan.add(ISOBox.big(free, bytes: 4) + Array("free".utf8))
    plan.blank(free - 8)
  }

  private mutating func add(_ box: ISOBox, keeping kept: [Range<Int>]) {
    plan.keep(box.whole.lowerBound..<box.content.lowerBound)
    var place = box.content.lowerBound
    for extent in kept where extent.lowerBound >= place && extent.upperBound <= box.content.upperBound {
      plan.blank(extent.lowerBound - place)
      plan.keep(extent)
      place = extent.upperBound
    }
    plan.blank(box.content.upperBound - place)
  }

  /// A box that goes, with others after it that must stay where they are.
  private mutating func blank(_ box: ISOBox) {
    note(box)
    plan.keep(box.whole.lowerBound..<box.whole.lowerBound + 4)
    plan.add(Array("free".utf8))
    plan.keep(box.whole.lowerBound + 8..<box.content.lowerBound)
    plan.blank(box.content.count)
  }

  private mutating func note(_ box: ISOBox) {
    switch box.type {
    case "free", "skip": break
    case "mpvd": plan.note(.video)
    case "sefd": plan.note(.makerNotes)
    default: plan.note(.other)
    }
  }

  /// What an item that goes says, as far as it can be read.
  private mutating func findings(
    _ id: Int, of items: HEIFItems, _ meta: [UInt8]
  ) throws(PhotographError) -> Set<PhotographFinding> {
    let finding = items.finding(id)
    guard finding != .thumbnail, let item = items.items[id], let extent = item.extents.first else { return [finding] }
    let start = item.method == 1 ? items.child("idat")?.content.lowerBound ?? 0 : 0
    let range = extent.lowerBound + start..<extent.upperBound + start
    let content = item.method == 1 ? meta[safe: range] : (try? reader.bytes(range)) ?? []
    if item.type == "mime" { return XMPContent.findings(in: content) }
    // Before Exif stands how far ahead it begins (ISO/IEC 23008-12 annex A.2.1).
    let offset = content.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard item.type == "Exif", content.count > 12, offset < content.count - 4 else { return [finding] }
    return ExifContent(content.dropFirst(4 + offset)).findings
  }
}

extension [UInt8] {
  /// The elements of a range, none where it reaches beyond the end.
  fileprivate subscript(safe range: Range<Int>) -> [UInt8] {
    range.lowerBound >= 0 && range.upperBound <= count ? Array(self[range]) : []
  }
}

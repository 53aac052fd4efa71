extension HEIFItems {
  /// The content of a `meta` box without some items, and without what may say something of the picture beside it.
  ///
  /// - Parameters:
  ///   - removed: the items that go.
  ///   - bytes: the content as it was.
  func rebuilt(without removed: Set<Int>, _ bytes: [UInt8]) throws(PhotographError) -> [UInt8] {
    var result = Array(bytes[..<4])
    for child in children {
      switch child.type {
      case "iinf": result += try info(bytes, child, removed)
      case "iloc": result += try locations(bytes, child, removed)
      case "iref": result += links(bytes, child, removed)
      case "iprp": result += try properties(bytes, child, removed)
      case "idat": result += data(bytes, child, removed)
      case "hdlr": result += try handler(bytes, child)
      case "pitm", "dinf": result += bytes[child.whole]
      // Groups of pictures to choose from; those of removed ones have lost their meaning.
      case "grpl" where removed.isEmpty: result += bytes[child.whole]
      default: break
      }
    }
    return result
  }

  private func info(_ bytes: [UInt8], _ box: ISOBox, _ removed: Set<Int>) throws(PhotographError) -> [UInt8] {
    let kept = items.filter { !removed.contains($0.key) }.values.map(\.info).sorted { $0.lowerBound < $1.lowerBound }
    let width = bytes[box.content.lowerBound] == 0 ? 2 : 4
    return ISOBox.bytes(
      "iinf",
      bytes[box.content.lowerBound..<box.content.lowerBound + 4] + ISOBox.big(kept.count, bytes: width)
        + kept.flatMap { bytes[$0] })
  }

  private func locations(_ bytes: [UInt8], _ box: ISOBox, _ removed: Set<Int>) throws(PhotographError) -> [UInt8] {
    let kept = items.filter { !removed.contains($0.key) }.values.compactMap(\.location)
      .sorted { $0.lowerBound < $1.lowerBound }
    let start = box.content.lowerBound
    return ISOBox.bytes(
      "iloc",
      bytes[start..<start + 6] + ISOBox.big(kept.count, bytes: bytes[start] < 2 ? 2 : 4) + kept.flatMap { bytes[$0] })
  }

  private func links(_ bytes: [UInt8], _ box: ISOBox, _ removed: Set<Int>) -> [UInt8] {
    let width = bytes[box.content.lowerBound] == 0 ? 2 : 4
    var content = Array(bytes[box.content.lowerBound..<box.content.lowerBound + 4])
    for link in links where !removed.contains(link.from) {
      let to = link.to.filter { !removed.contains($0) }
      guard !to.isEmpty else { continue }
      content += ISOBox.bytes(
        link.type,
        ISOBox.big(link.from, bytes: width) + ISOBox.big(to.count, bytes: 2)
          + to.flatMap { ISOBox.big($0, bytes: width) })
    }
    return content.count == 4 ? [] : ISOBox.bytes("iref", content)
  }

  /// A handler's name says who wrote the file; the rest says what kind of metadata it is (§8.4.3).
  private func handler(_ bytes: [UInt8], _ box: ISOBox) throws(PhotographError) -> [UInt8] {
    guard box.content.count >= 21 else { throw .damaged(.heif, "it is cut off") }
    let fixed = box.content.lowerBound..<box.content.lowerBound + 20
    return ISOBox.bytes("hdlr", bytes[fixed] + [UInt8](repeating: 0, count: box.content.count - 20))
  }

  private func data(_ bytes: [UInt8], _ box: ISOBox, _ removed: Set<Int>) -> [UInt8] {
    var content = [UInt8](repeating: 0, count: box.content.count)
    for extent in keptExtents(without: removed, method: 1) {
      let range = extent.clamped(to: 0..<content.count)
      content.replaceSubrange(
        range, with: bytes[box.content.lowerBound + range.lowerBound..<box.content.lowerBound + range.upperBound])
    }
    return ISOBox.bytes("idat", content)
  }

  /// Where the bytes are that stay, in order and without overlaps.
  func keptExtents(without removed: Set<Int>, method: Int) -> [Range<Int>] {
    let extents = items.filter { !removed.contains($0.key) && $0.value.method == method }.values.flatMap(\.extents)
    var merged: [Range<Int>] = []
    for extent in extents.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, extent.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, extent.upperBound)
      } else {
        merged.append(extent)
      }
    }
    return merged
  }
}

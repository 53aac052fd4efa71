extension HEIFItems {
  /// Pictures, coded or made of others. A JPEG inside would have metadata of its own, and is not kept.
  private static let pictures: Set<String> = [
    "hvc1", "hev1", "lhv1", "av01", "avc1", "vvc1", "unci", "mski", "grid", "iovl", "iden", "tmap", "sato",
  ]

  /// The items that go: what is no picture, thumbnails, and what belongs to nothing but these.
  ///
  /// - Throws: when the picture itself would go.
  func removed() throws(PhotographError) -> Set<Int> {
    guard let primary, let main = items[primary] else {
      throw .damaged(.heif, "it does not say which picture it shows")
    }
    guard Self.pictures.contains(main.type) else {
      throw .notUnderstood(.heif, "its picture is of the kind ‘\(main.type.filter { $0.isLetter || $0.isNumber })’")
    }
    var removed = Set(items.filter { !Self.pictures.contains($0.value.type) }.keys)
    removed.formUnion(links.filter { $0.type == "thmb" }.map(\.from))
    removed.remove(primary)
    while true {
      let more = orphans(of: removed).subtracting(removed).subtracting([primary])
      if more.isEmpty { break }
      removed.formUnion(more)
    }
    // What the picture is made of must not be what goes.
    guard
      !links.contains(where: { $0.type == "dimg" && !removed.contains($0.from) && !removed.isDisjoint(with: $0.to) })
    else { throw .notUnderstood(.heif, "its picture is made of its preview") }
    return removed
  }

  /// Items that only removed ones are made of, or that say something of removed ones only.
  private func orphans(of removed: Set<Int>) -> Set<Int> {
    var isUsed: [Int: Bool] = [:]
    for link in links where link.type == "dimg" {
      let counts = !removed.contains(link.from)
      for id in link.to { isUsed[id] = isUsed[id] == true || counts }
    }
    for link in links where ["auxl", "cdsc"].contains(link.type) {
      isUsed[link.from] = isUsed[link.from] == true || !removed.isSuperset(of: link.to)
    }
    return Set(isUsed.filter { !$0.value && items[$0.key] != nil }.keys)
  }

  /// What a removed item is to people, by its kind alone.
  func finding(_ id: Int) -> PhotographFinding {
    switch items[id]?.type {
    case "Exif": .camera
    case "mime": .xmp
    case let type? where Self.pictures.contains(type): .thumbnail
    default: .other
    }
  }
}

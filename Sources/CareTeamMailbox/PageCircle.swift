import CareTeamCore

/// Notices pages that lead nowhere: the same again, empty ones without end, and more than anybody has.
struct PageCircle {
  /// Ten million resources.
  private static let maximumPages = 100_000
  /// Some servers filter a page after they have cut it, and a few come out empty.
  private static let maximumEmptyPages = 20

  private var seen: Set<Int> = []
  private var pages = 0
  private var emptyPages = 0

  /// Takes note of a page that another is said to follow.
  ///
  /// - Returns: whether that is not worth following.
  mutating func closes(with page: SearchPage) -> Bool {
    pages += 1
    emptyPages = page.count == 0 ? emptyPages + 1 : 0
    guard pages < Self.maximumPages, emptyPages < Self.maximumEmptyPages else { return true }
    return page.count > 0 && !seen.insert(page.fingerprint).inserted
  }
}

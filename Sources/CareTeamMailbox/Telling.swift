import CareTeamCore

/// What of the things that are left out has not been told before.
struct Telling {
  /// Whether this is the first pass over a search.
  let isFirst: Bool
  /// The newest that an earlier look has seen; nil where everything is told.
  let since: Instant?

  func isNews(_ unreadable: Unreadable) -> Bool {
    guard let written = unreadable.lastUpdated else { return isFirst }
    return since.map { written > $0 } ?? true
  }
}

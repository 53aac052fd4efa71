import CareTeamCore

/// The newest `meta.lastUpdated` seen of a resource type, in the server's own spelling.
struct Watermark {
  /// The newest seen.
  private(set) var newestInstant: Instant?
  private var isSorted = true
  /// The newest seen, as text.
  private(set) var newest: String?

  init(text: String?) {
    newest = text
    newestInstant = text.flatMap(Instant.init(fhir:))
    last = nil
  }

  /// Whether less is left on the server than was seen there before.
  func isBehind(_ before: Watermark) -> Bool {
    guard let known = before.newestInstant else { return false }
    return newestInstant.map { $0 < known } ?? true
  }

  private var last: Instant?

  /// From when to search: the overlap covers rounding and writes that were committed out of order.
  var searchFrom: Instant? { newestInstant?.adding(seconds: -Mailbox.overlapSeconds) }

  /// The newest seen, as long as the pages came in order: then it is safe to go on from here.
  var sorted: String? { isSorted ? newest : nil }

  /// Takes note of a page.
  mutating func pass(_ resources: [Resource]) {
    for resource in resources {
      guard let text = resource.lastUpdatedText, let instant = resource.lastUpdated else { continue }
      if let last, instant < last { isSorted = false }
      last = instant
      if newestInstant.map({ instant > $0 }) ?? true { (newest, newestInstant) = (text, instant) }
    }
  }
}

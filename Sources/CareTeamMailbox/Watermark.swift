import CareTeamCore

/// The newest `meta.lastUpdated` seen of a resource type, in the server's own spelling.
struct Watermark {
  /// The newest seen.
  private(set) var newestInstant: Instant?
  private var isSorted = true
  /// A day from now: what claims to be of a later one would hide everything until then (RFC 3339 goes up to year 9999).
  private let latest: Instant
  /// The newest seen, as text.
  private(set) var newest: String?

  init(text: String?, now: Instant) {
    latest = now.adding(seconds: 86_400)
    last = nil
    guard let instant = text.flatMap(Instant.init(fhir:)), instant <= latest else { return }
    newest = text
    newestInstant = instant
  }

  /// Whether less is left on the server than was seen there before.
  func isBehind(_ before: Watermark) -> Bool {
    guard let known = before.newestInstant else { return false }
    return newestInstant.map { $0 < known } ?? true
  }

  private var last: Instant?

  /// From when to search: the overlap covers rounding and writes that were committed out of order.
  var searchFrom: Instant? {
    newestInstant.map { max($0.adding(seconds: -Mailbox.overlapSeconds), Self.earliest) }
  }

  /// 0001-01-01, before which FHIR has no time.
  private static let earliest = Instant(seconds: -62_135_596_800)

  /// The newest seen, as long as the pages came in order: then it is safe to go on from here.
  var sorted: String? { isSorted ? newest : nil }

  /// Takes note of a page.
  mutating func pass(_ resources: [Resource]) {
    for resource in resources {
      guard let text = resource.lastUpdatedText, let instant = resource.lastUpdated, instant <= latest else {
        continue
      }
      if let last, instant < last { isSorted = false }
      last = instant
      if newestInstant.map({ instant > $0 }) ?? true { (newest, newestInstant) = (text, instant) }
    }
  }
}

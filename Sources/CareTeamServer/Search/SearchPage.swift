/// One page of a search's results.
struct SearchPage: Sendable {
  var matches: [StoredResource] = []
  var included: [StoredResource] = []
  /// How many match in all, when the search began.
  var total: Int?
  /// Where the next page begins; nil on the last.
  var next: SearchPosition?
}

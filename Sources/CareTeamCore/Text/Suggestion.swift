/// The word a mistyped one was meant to be.
package enum Suggestion {
  /// The nearest candidate by edit distance, first one first, or nil when none is near: a third of the letters, at most 3.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    let letters = Array(word.lowercased().prefix(64))
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let other = Array(candidate.lowercased())
      let limit = min(3, max(1, max(letters.count, other.count) / 3))
      let distance = distance(letters, other)
      if distance <= limit, distance < (best?.distance ?? .max), distance < other.count { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// Damerau-Levenshtein distance, optimal string alignment: insert, delete, replace, swap neighbours.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var older: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        let change = previous[column] + (letter == other ? 0 : 1)
        var cost = min(change, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          cost = min(cost, older[column - 1] + 1)
        }
        current.append(cost)
      }
      older = previous
      previous = current
    }
    return previous[right.count]
  }
}

import Foundation

/// Name and value pairs of a URL's query or a form's body (application/x-www-form-urlencoded).
struct FormQuery: Sendable, Equatable {
  struct Pair: Sendable, Equatable {
    var name: String
    var value: String
  }

  var pairs: [Pair]

  init(_ pairs: [Pair] = []) { self.pairs = pairs }

  /// Reads `a=b&c=d`; what is not UTF-8 behind its percent signs is refused.
  init(parsing text: String) throws(FHIRFault) {
    pairs = []
    for part in text.split(separator: "&") {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(sides[0]), let value = sides.count > 1 ? Self.decoded(sides[1]) : "" else {
        throw FHIRFault(400, .invalid, "The query is not valid UTF-8 in percent-encoding. Encode it again.")
      }
      if !name.isEmpty { pairs.append(Pair(name: name, value: value)) }
    }
  }

  /// The first value of a name.
  func value(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// As it stands in a URL.
  var text: String {
    pairs.map { Self.encoded($0.name) + "=" + Self.encoded($0.value) }.joined(separator: "&")
  }

  private static func decoded(_ text: Substring) -> String? {
    text.replacing("+", with: " ").removingPercentEncoding
  }

  private static func encoded(_ text: String) -> String {
    var allowed = CharacterSet.urlQueryAllowed
    allowed.remove(charactersIn: "&=+;#%?\"'<>")
    return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
  }
}

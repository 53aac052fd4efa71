/// Why what a photograph says about itself could not be removed.
package enum PhotographError: Error, Sendable, Equatable {
  /// It does not keep to the rules of its format.
  case damaged(PhotographFormat, String)
  /// It uses something that careteam cannot take apart.
  case notUnderstood(PhotographFormat, String)
  /// Something was found in the result that should not be there any more.
  case leftover(PhotographFormat, PhotographFinding)
  /// The file could not be read.
  case unreadable(Int32)

  /// What is the matter, as the middle of a sentence.
  package var reason: String {
    switch self {
    case .damaged(let format, let what): "it is a damaged \(format.rawValue) file (\(what))"
    case .notUnderstood(let format, let what):
      "careteam cannot take out what a \(format.rawValue) file says about itself\(what.isEmpty ? "" : " (\(what))")"
    case .leftover(_, let finding): "it would still have \(finding.phrase) in it"
    case .unreadable: "it cannot be read"
    }
  }
}

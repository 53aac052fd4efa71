/// What becomes of search parameters that the server does not know (FHIR R4 §3.1.1.3, `Prefer: handling`).
enum SearchHandling: Sendable {
  /// Each is an error.
  case strict
  /// Those that only shape the answer are left out; one that limits what is found is an error, since without it too much
  /// would be found.
  case usual
  /// All are left out.
  case lenient

  /// What shapes the answer and not what is in it, and is not done here.
  private static let shaping: Set<String> = [
    "_elements", "_pretty", "_contained", "_containedType", "_score", "_totalMethod",
  ]

  /// Whether a parameter is passed over without being read.
  func ignores(_ pair: FormQuery.Pair) -> Bool {
    guard self != .strict else { return false }
    if pair.name == "_summary" { return ["true", "text", "data"].contains(pair.value) }
    return Self.shaping.contains(pair.name)
  }
}

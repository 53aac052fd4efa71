/// One reader of outside input, with what must hold whatever it is given.
struct Parser: Sendable {
  /// The word that chooses it, and its folder of seeds.
  let name: String
  /// Reads an input; ends the process where something does not hold.
  let check: @Sendable ([UInt8]) -> Void

  /// Every parser; `make fuzz` runs them all.
  static let all = [
    json, fhir, html, text, filename, websocket, handle, instant, http, words, mail, configuration,
    photograph, query, scopes,
  ]
}

import CareTeamCore

extension Parser {
  /// Photographs: what is stripped is stripped once and for all, and no longer than it was, but for an orientation.
  static let photograph = Parser(name: "photograph") { bytes in
    guard let (stripped, _) = try? Photograph.stripped(bytes) else { return }
    hold(stripped.count <= bytes.count + 4096, "nothing of size is added")
    let again = try? Photograph.stripped(stripped)
    hold(again?.removed.isEmpty != false, "nothing is left to remove from what was stripped")
  }

  /// A query of a search: read, or refused with a place in it.
  static let query = Parser(name: "query") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    _ = try? SearchSyntax.read(text, now: Instant(seconds: 1_800_000_000), local: LocalTime { _ in 3600 })
  }

  /// Scopes of a token: written and read they grant the same.
  static let scopes = Parser(name: "scopes") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let scopes = Scopes(text)
    hold(Scopes(scopes.text) == scopes, "‘\(scopes.text)’ is read as it was written")
    hold(Scopes.unknown(in: scopes.text).isEmpty, "‘\(scopes.text)’ is understood")
    hold(scopes.intersection(scopes) == scopes, "‘\(scopes.text)’ allows what it allows")
  }
}

import CareTeamCore

/// The address that clients reach a server at: scheme, host and port, without a path.
struct PublicAddress: Equatable {
  let origin: String

  /// Reads `https://host[:port]`, also with the `/fhir` of the base URL behind it. Plain HTTP is for this machine only.
  init(_ text: String) throws(ServeError) {
    let bare = text.hasSuffix("/fhir") ? String(text.dropLast("/fhir".count)) : text
    let plain = bare.hasSuffix("/") ? String(bare.dropLast()) : bare
    guard plain.split(separator: "/", omittingEmptySubsequences: false).count == 3,
      !plain.contains(where: { "?#".contains($0) }),
      let origin = Origin(plain), plain.hasPrefix("http")
    else { throw .usage("--public-url is an address without a path, such as https://clinic.example:8443") }
    guard origin.scheme == "https" || origin.isLoopback else {
      throw .usage("--public-url must be https: health information would travel in the open")
    }
    let isStandard = origin.port == (origin.scheme == "https" ? 443 : 80)
    self.origin = "\(origin.scheme)://\(isStandard ? origin.host : origin.hostAndPort)"
  }
}

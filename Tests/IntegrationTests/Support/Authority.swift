import Testing

/// A certificate authority of a test, with certificates for servers, made by openssl.
struct Authority {
  private let home = Home()

  /// The file with the authority's own certificate.
  var certificate: String { "\(home.folder.path)/authority.pem" }

  init() async throws {
    try await openssl(
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout authority.key -out authority.pem "
        + "-days 2 -subj '/CN=Authority of a test'")
  }

  /// Makes a certificate and its key, and gives their files.
  func issue(_ name: String, for names: String, days: Int = 2) async throws -> (chain: String, key: String) {
    home.folder.write("subjectAltName=\(names)\n", to: "\(name).names")
    try await openssl(
      "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout \(name).key -out \(name).request -subj /CN=\(name)"
    )
    try await openssl(
      "x509 -req -in \(name).request -CA authority.pem -CAkey authority.key -CAcreateserial -days \(days) "
        + "-extfile \(name).names -out \(name).pem")
    return ("\(home.folder.path)/\(name).pem", "\(home.folder.path)/\(name).key")
  }

  private func openssl(_ words: String) async throws {
    let outcome = await home.shell("openssl \(words) 2>&1")
    try #require(outcome.status == 0, "\(outcome.output)")
  }
}

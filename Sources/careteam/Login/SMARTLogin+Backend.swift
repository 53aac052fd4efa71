import CareTeamCore
import CareTeamMailbox
import CareTeamNetwork
@preconcurrency import Glibc

extension SMARTLogin {
  /// Logs a program in by its key, without anybody there (SMART App Launch 2.2 §5).
  func byKey(_ file: String) async throws(CareTeamError) -> JSON {
    let grant = BackendGrant(
      client: options.clientId ?? Self.clientId, keyFile: try Self.absolute(file), keyName: options.keyId,
      endpoint: configuration.tokenEndpoint, scopes: options.scope ?? ScopeRequest.backend(at: configuration))
    let known = configuration.assertionAlgorithms
    let algorithm = try grant.key().algorithm
    if !known.isEmpty, !known.contains(algorithm) {
      session.remark("the key signs with \(algorithm), and the server names \(known.joined(separator: ", ")) only")
    }
    let answer = try await grant.token(by: transport, now: session.now, within: session.deadline.remaining)
    return completed(grant.kept(answer), asked: grant.scopes)
  }

  private static func absolute(_ file: String) throws(CareTeamError) -> String {
    guard let path = realpath(file, nil) else {
      throw CareTeamError(.fileNotFound, "cannot read the key file \(file); check its name and permissions")
    }
    defer { free(path) }
    return String(cString: path)
  }
}

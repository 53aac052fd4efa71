import CareTeamCore
import CareTeamServer
import Glibc

/// The sample clinic in a server's folder.
struct Demonstration {
  private let folder: DataFolder
  private let marker: PrivateFile
  private let isLoopback: Bool

  /// The clinic of an empty folder, or of one that was filled before; refuses anyone else's data.
  init(folder: DataFolder, isLoopback: Bool) throws(ServeError) {
    self.folder = folder
    self.isLoopback = isLoopback
    marker = PrivateFile(path: folder.item("sample-clinic"))
    guard marker.text() == nil else { return }
    guard try folder.isEmpty() else { throw .notADemo(path: folder.path) }
    try marker.create(Array("filling\n".utf8))
  }

  /// Fills the clinic unless that was done to its end before, and returns its token files.
  func prepare(_ store: ResourceStore) async throws -> [(name: String, path: String)] {
    if marker.text() != "filled" {
      try await DemoClinic(now: SystemClock.now).fill(store)
      try marker.replace(with: Array("filled\n".utf8))
    }
    try await givePasswords(store)
    try DataFolder.makeFolder(folder.item("tokens"))
    var files: [(name: String, path: String)] = []
    for user in DemoClinic.users {
      let file = PrivateFile(path: folder.item("tokens/\(user.token)"))
      let token = file.text().map(Token.init(text:)) ?? Token.random()
      if try await store.principal(forToken: token.text, at: SystemClock.now) == nil {
        try await store.addToken(token.text, for: user.reference, expires: nil)
      }
      if file.text() == nil { try file.create(Array((token.text + "\n").utf8)) }
      files.append((user.token, file.path))
    }
    return files
  }

  /// Everybody may know the password, so there is one only where nobody but this machine can connect.
  private func givePasswords(_ store: ResourceStore) async throws {
    let logins = try await store.loginNames()
    for user in DemoClinic.users {
      guard isLoopback else {
        try await store.removePassword(of: user.reference)
        continue
      }
      guard logins[user.reference] == nil, let login = LoginName(user.name) else { continue }
      let hash = try PasswordHash(of: DemoClinic.password, cost: .published)
      _ = try await store.setPassword(hash, login: login, of: user.reference)
    }
  }
}

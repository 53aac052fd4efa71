import CareTeamCore
import CareTeamServer
import Glibc

/// The sample clinic in a server's folder.
struct Demonstration {
  private let folder: DataFolder
  private let marker: PrivateFile

  /// The clinic of an empty folder, or of one that was filled before; refuses anyone else's data.
  init(folder: DataFolder) throws(ServeError) {
    self.folder = folder
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
}

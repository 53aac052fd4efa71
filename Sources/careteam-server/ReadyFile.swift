import CareTeamCore
import Glibc

/// The file that tells a waiting program where the server is.
struct ReadyFile {
  private let file: PrivateFile

  /// A file at this path; one that an earlier server left is removed, so that nobody mistakes it for this one's.
  init(path: String) throws(ServeError) {
    file = PrivateFile(path: DataFolder.absolute(path))
    guard unlink(file.path) == 0 || errno == ENOENT else {
      throw .cannotCreate(path: file.path, detail: systemError())
    }
  }

  /// Says that connections are accepted.
  func write(url: String, tokens: [(name: String, path: String)]) throws(ServeError) {
    let content: JSON = [
      "url": .string(url), "tokens": .object(JSONObject(tokens.map { ($0.name, .string($0.path)) })),
      "pid": JSON(Int(getpid())),
    ]
    try file.replace(with: content.bytes() + [UInt8(ascii: "\n")])
  }

  /// Takes it away when the server ends.
  func remove() { unlink(file.path) }
}

import CareTeamCore
import Glibc

/// The file that tells a waiting program where the server is.
struct ReadyFile {
  private let file: PrivateFile

  /// A file at this path, which is seen to be possible before anything is served; one that an earlier server left is removed,
  /// so that nobody mistakes it for this one's.
  init(path: String) throws(ServeError) {
    file = PrivateFile(path: DataFolder.absolute(path))
    guard unlink(file.path) == 0 || errno == ENOENT else {
      throw .cannotCreate(path: file.path, detail: systemError())
    }
    let trial = PrivateFile(path: "\(file.path).\(getpid()).new")
    do throws(ServeError) { try trial.create([]) } catch { throw named(error) }
    unlink(trial.path)
  }

  /// The same failure with the file's own name in place of the one it has while it is written.
  private func named(_ error: ServeError) -> ServeError {
    if case .cannotCreate(_, let detail) = error { .cannotCreate(path: file.path, detail: detail) } else { error }
  }

  /// Says that connections are accepted.
  func write(url: String, tokens: [(name: String, path: String)]) throws(ServeError) {
    let content: JSON = [
      "url": .string(url), "tokens": .object(JSONObject(tokens.map { ($0.name, .string($0.path)) })),
      "pid": JSON(Int(getpid())),
    ]
    do throws(ServeError) { try file.replace(with: content.bytes() + [UInt8(ascii: "\n")]) } catch {
      throw named(error)
    }
  }

  /// Takes it away when the server ends.
  func remove() { unlink(file.path) }
}

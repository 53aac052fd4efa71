import CareTeamCore
import CareTeamStore
@preconcurrency import Glibc

extension Mailbox {
  private var limitsFile: String { "\(store.directory)/limits.json" }

  /// What this account's server has refused to take.
  var serverLimits: ServerLimits {
    guard access(limitsFile, F_OK) == 0, let bytes = try? LocalFile.contents(limitsFile),
      let json = try? JSON(parsing: bytes)
    else { return ServerLimits() }
    return ServerLimits(stored: json)
  }

  /// Takes note of what the server answered to an upload; a note that cannot be written is no reason to fail.
  func learnLimits(from response: HTTPResponse, to file: DraftAttachment) {
    var limits = serverLimits
    guard limits.learn(from: response.status, to: file, at: now()) else { return }
    guard let partial = try? LocalFile.create(in: store.directory) else { return }
    defer { close(partial.descriptor) }
    let isWritten =
      (try? LocalFile.write(limits.stored.bytes(.output), to: partial.descriptor, name: limitsFile)) != nil
    if !isWritten || rename(partial.path, limitsFile) != 0 { unlink(partial.path) }
  }
}

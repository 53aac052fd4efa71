import CareTeamCore
import CareTeamMailbox
import CareTeamStore
@preconcurrency import Glibc

/// The user's editor: the text is a draft in the mailbox before it starts, and after it ends.
struct Editor {
  let session: Session

  /// Lets the user write a draft's text.
  ///
  /// - Returns: the draft as kept.
  /// - Throws: `editorFailed` when the editor cannot be started or fails; the draft stays.
  func write(_ draft: Draft, beginning text: String, in store: MailboxStore) throws(CareTeamError) -> Draft {
    var draft = draft
    draft.text = text
    draft = try stored { () throws(StoreError) in try store.save(draft) }
    let handle = draft.handle?.description ?? "draft"
    let file = "\(store.attachmentsDirectory)/\(handle)-\(getpid()).txt"
    try PrivateFile.write(Array((text.isEmpty ? "" : text + "\n").utf8), to: file)
    let failure = run(on: file)
    if let written = PrivateFile.read(file) {
      draft.text = String(decoding: written, as: UTF8.self)
      if draft.text.hasSuffix("\n") { draft.text.removeLast() }
      draft.updatedAt = session.now()
      draft = try stored { () throws(StoreError) in try store.save(draft) }
    }
    unlink(file)
    if let failure {
      throw CareTeamError(.editorFailed, "\(failure); your text is kept as draft \(handle), nothing was sent")
    }
    return draft
  }

  /// Runs the editor on a file.
  ///
  /// - Returns: what went wrong.
  private func run(on file: String) -> String? {
    let command = session.environment["VISUAL"] ?? session.environment["EDITOR"] ?? "sensible-editor"
    guard let words = try? ShellWords.split(command), let name = words.first else {
      return "the editor ‘\(command)’ cannot be started: its quotes do not match"
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = (words + [file]).map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var pid = pid_t()
    let failure = posix_spawnp(&pid, name, nil, nil, &arguments, environ)
    guard failure == 0 else {
      return "the editor ‘\(name)’ cannot be started (\(String(cString: strerror(failure)))); set EDITOR"
    }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status == 0 ? nil : "the editor ‘\(name)’ failed"
  }
}

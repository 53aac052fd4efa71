import CareTeamCore
import CareTeamMailbox
import CareTeamStore
@preconcurrency import Glibc

/// The user's editor: the text is a draft in the mailbox before it starts, on every save, and after it ends.
struct Editor {
  let session: Session

  /// Lets the user write a draft's text.
  ///
  /// - Returns: the draft as kept.
  /// - Throws: `editorFailed` when the editor cannot be started or fails; the draft stays, unless it is new and empty.
  func write(_ draft: Draft, beginning text: String, in store: MailboxStore) throws(CareTeamError) -> Draft {
    try DraftFile.recover(in: store)
    var draft = draft
    let isNew = draft.handle == nil
    draft.text = text
    draft = try stored { () throws(StoreError) in try store.save(draft) }
    let handle = draft.handle?.description ?? "draft"
    let file = try DraftFile(draft, in: store)
    let failure = run(on: file.path) {
      guard let written = file.text, written != draft.text else { return }
      draft.text = written
      draft.updatedAt = session.now()
      // A save that fails now is made up for after the editor has ended, or when the file is found later.
      _ = try? store.save(draft)
    }
    if let written = file.text {
      if written != draft.text { draft.updatedAt = session.now() }
      draft.text = written
      draft = try stored { () throws(StoreError) in try store.save(draft) }
    }
    file.remove()
    if let failure {
      if isNew, draft.text.allSatisfy(\.isWhitespace), draft.attachments.isEmpty {
        if let handle = draft.handle { _ = try? store.removeDraft(handle) }
        throw CareTeamError(.editorFailed, "\(failure); nothing was written, and nothing was sent")
      }
      throw CareTeamError(.editorFailed, "\(failure); your text is kept as draft \(handle), nothing was sent")
    }
    return draft
  }

  /// Runs the editor on a file.
  ///
  /// - Parameter saved: called whenever the file was saved.
  /// - Returns: what went wrong.
  private func run(on file: String, saved: () -> Void) -> String? {
    let command = session.environment["VISUAL"] ?? session.environment["EDITOR"] ?? "sensible-editor"
    guard let words = try? ShellWords.split(command), let name = words.first else {
      return "the editor ‘\(command)’ cannot be started: its quotes do not match"
    }
    // Ctrl-C is for the editor, as long as it runs; careteam must be there to keep the text.
    let earlier = (signal(SIGINT, SIG_IGN), signal(SIGQUIT, SIG_IGN))
    defer {
      signal(SIGINT, earlier.0)
      signal(SIGQUIT, earlier.1)
    }
    // Its keyboard, where a text came in from elsewhere.
    let keyboard = session.terminal.isInputTerminal ? -1 : open("/dev/tty", O_RDWR | O_CLOEXEC)
    defer { if keyboard >= 0 { close(keyboard) } }
    defer { session.networkTime.restart() }
    let changes = FileChanges(of: file)
    switch ChildProcess.start(words + [file], input: keyboard < 0 ? nil : keyboard) {
    case .failure(let error): return "the editor ‘\(name)’ cannot be started (\(error.message)); set EDITOR"
    case .success(let child):
      while true {
        if let status = child.status() { return status == 0 ? nil : "the editor ‘\(name)’ failed" }
        if changes.wait(milliseconds: 50) { saved() }
      }
    }
  }
}

import CareTeamCore
import CareTeamMailbox
import CareTeamStore
@preconcurrency import Glibc

/// The file in which a draft is edited: `d4-1234.txt`, by the draft and the process that edits it.
///
/// The editor needs it in plain: it is in memory, where the system has such a folder for the user, and is gone with the
/// editor.
struct DraftFile {
  let path: String

  /// Writes a draft's text into a file of its own.
  init(_ draft: Draft, in store: MailboxStore) throws(CareTeamError) {
    path = "\(try Self.folder(of: store))/\(draft.handle?.description ?? "d0")-\(getpid()).txt"
    try PrivateFile.write(Array((draft.text.isEmpty ? "" : draft.text + "\n").utf8), to: path)
  }

  private init(path: String) { self.path = path }

  /// The folder of a mailbox's drafts in the user's runtime folder (XDG Base Directory Specification), which is on no disk;
  /// nil where there is none.
  private static func runtimeFolder(of store: MailboxStore) -> String? {
    guard let runtime = Environment.process["XDG_RUNTIME_DIR"] else { return nil }
    var facts = stat()
    guard lstat(runtime, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR, facts.st_uid == geteuid(),
      facts.st_mode & 0o077 == 0
    else { return nil }
    return "\(runtime)/careteam/\(store.identity)"
  }

  private static func folder(of store: MailboxStore) throws(CareTeamError) -> String {
    guard let folder = runtimeFolder(of: store) else { return store.attachmentsDirectory }
    try PrivateFile.makeFolder(folder)
    return folder
  }

  /// The text as it was last saved; one line end at the end belongs to the file. Nil when it cannot be read.
  var text: String? {
    guard let bytes = PrivateFile.read(path, limit: MessageText.limit) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.hasSuffix("\r\n") || text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// Removes the file; its text is in the mailbox.
  func remove() { unlink(path) }

  /// Takes over what was saved in files whose careteam was killed while the editor went on.
  static func recover(in store: MailboxStore) throws(CareTeamError) {
    let folders = [store.attachmentsDirectory] + [runtimeFolder(of: store)].compactMap { $0 }
    for (path, handle) in folders.flatMap({ abandoned(in: $0) }) {
      let file = DraftFile(path: path)
      guard var draft = try stored({ () throws(StoreError) in try store.draft(handle) }) else {
        file.remove()
        continue
      }
      var facts = stat()
      guard let text = file.text, stat(path, &facts) == 0 else { continue }
      let savedAt = Instant(seconds: Int64(facts.st_mtim.tv_sec), nanoseconds: Int32(facts.st_mtim.tv_nsec))
      if text != draft.text, savedAt > draft.updatedAt {
        draft.text = text
        draft.updatedAt = savedAt
        _ = try stored { () throws(StoreError) in try store.save(draft) }
      }
      file.remove()
    }
  }

  /// The files of processes that are gone, and the drafts they belong to.
  private static func abandoned(in folder: String) -> [(path: String, draft: Handle)] {
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var found: [(path: String, draft: Handle)] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      let parts = name.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[1].hasSuffix(".txt"), let process = pid_t(parts[1].dropLast(4)), process > 0,
        let handle = Handle(String(parts[0])), handle.kind == .draft, kill(process, 0) != 0, errno == ESRCH
      else { continue }
      found.append(("\(folder)/\(name)", handle))
    }
    return found
  }
}

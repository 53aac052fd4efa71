import CareTeamCore
@preconcurrency import Glibc

/// The accounts on this machine: a folder each, and a note of which is in use.
struct AccountFolders: Sendable {
  private let data: String
  private let note: String

  init(session: Session) {
    data = session.environment.dataFolder
    note = session.environment.stateFolder + "/account"
  }

  /// The names of the accounts that have a mailbox, in order.
  var names: [String] {
    guard let folder = opendir(data) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if Self.isValid(name), hasMailbox(name) { names.append(name) }
    }
    return names.sorted()
  }

  /// The account chosen with `account use`, else the only one, else `default`.
  var inUse: String {
    if let chosen, hasMailbox(chosen) { return chosen }
    let names = names
    return names.count == 1 ? names.first ?? "default" : "default"
  }

  /// Whether an account has a mailbox, also one whose database is gone: no other account is taken in its stead.
  private func hasMailbox(_ name: String) -> Bool {
    ["mailbox.sqlite3", "account.json"].contains { access("\(data)/\(name)/\($0)", F_OK) == 0 }
  }

  private var chosen: String? {
    guard let file = fopen(note, "re") else { return nil }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 256)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
    let text = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let name = text.split(separator: "\n").first.map(String.init)
    return name.flatMap { Self.isValid($0) ? $0 : nil }
  }

  /// Takes note of the account to use.
  func use(_ name: String) throws(CareTeamError) {
    let folder = String(note.dropLast("/account".count))
    try PrivateFile.makeFolder(folder)
    try PrivateFile.write(Array("\(name)\n".utf8), to: note)
  }

  /// Whether a text can be an account's name, and so a folder's.
  static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= 64 else { return false }
    let isAlphanumeric = { (byte: UInt8) in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    return isAlphanumeric(first) && name.utf8.allSatisfy { isAlphanumeric($0) || ".-_".utf8.contains($0) }
  }
}

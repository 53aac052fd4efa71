import CareTeamCore
@preconcurrency import Glibc

/// Secrets as files that their owner alone may read, outside the folder with the mailbox, so that a copy of that folder
/// is no login.
struct SecretFile: SecretKeeper {
  private let token: String
  private let account: String
  private let folder: String

  /// The files of an account, of which the token's may be the user's own.
  init(token: String, account: String, environment: Environment) {
    self.token = token
    self.account = account
    folder = environment.secretsFolder
  }

  /// Where careteam puts an account's token when it is kept in a file.
  static func place(of account: String, in environment: Environment) -> SecretPlace {
    .file("\(environment.secretsFolder)/\(account).token")
  }

  func read(_ name: SecretName) throws(CareTeamError) -> [UInt8]? {
    let path = path(of: name)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw CareTeamError(.configuration, "cannot read \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    // A token file of the user's own is as they want it; that others may read it was said at login.
    if path.hasPrefix(folder + "/") { try Self.check(descriptor, path) }
    guard let bytes = PrivateFile.read(descriptor, limit: 65_536) else {
      throw CareTeamError(.configuration, "\(path) is no file with a secret: it cannot be read, or is too large")
    }
    return bytes
  }

  func prepare(_ name: SecretName) throws(CareTeamError) {
    let path = path(of: name) + ".room"
    try PrivateFile.write([UInt8](repeating: 0, count: 65_536), to: path)
    unlink(path)
  }

  func write(_ bytes: [UInt8], _ name: SecretName) throws(CareTeamError) {
    let path = path(of: name)
    if path.hasPrefix(folder + "/") {
      try PrivateFile.makeFolder(folder)
      try checkFolder()
    }
    try PrivateFile.write(bytes, to: path)
  }

  func remove(_ name: SecretName) throws(CareTeamError) {
    let path = path(of: name)
    guard unlink(path) != 0, errno != ENOENT, errno != ENOTDIR else { return }
    throw CareTeamError(.io, "cannot remove \(path): \(String(cString: strerror(errno)))")
  }

  private func path(of name: SecretName) -> String {
    name == .token ? token : "\(folder)/\(account).\(name.rawValue)"
  }

  /// Refuses a file that others may read or change, or have put there.
  ///
  /// The machine's administrator may have: a credential of systemd belongs to root, and an access list, which looks like
  /// a group's right, lets the service read it.
  static func check(_ descriptor: Int32, _ path: String) throws(CareTeamError) {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      throw CareTeamError(.configuration, "\(path) is no file; a secret must be in one")
    }
    guard facts.st_uid == geteuid() || facts.st_uid == 0 else {
      throw CareTeamError(.configuration, "\(path) belongs to somebody else; a secret must be in a file of yours")
    }
    let allowed: mode_t = facts.st_uid == 0 && geteuid() != 0 ? 0o740 : 0o700
    guard facts.st_mode & 0o777 & ~allowed == 0 else {
      throw CareTeamError(.configuration, "others may read \(path); run ‘chmod 600 \(path)’, and get a new secret")
    }
  }

  /// The content of a file of the user's with a secret in it, such as a key.
  static func content(of path: String) throws(CareTeamError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw CareTeamError(.fileNotFound, "cannot read \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    try check(descriptor, path)
    guard let bytes = PrivateFile.read(descriptor, limit: 65_536) else {
      throw CareTeamError(.badInput, "\(path) is too large for a secret; check its name")
    }
    return bytes
  }

  private func checkFolder() throws(CareTeamError) {
    var facts = stat()
    guard lstat(folder, &facts) == 0, facts.st_uid == geteuid(), facts.st_mode & 0o022 == 0 else {
      throw CareTeamError(.configuration, "others may put files into \(folder); run ‘chmod 700 \(folder)’")
    }
  }
}

import CareTeamCore
@preconcurrency import Glibc

/// The token that a login was given, and where it is kept from then on.
struct GivenToken {
  /// Where it is kept.
  let place: SecretPlace
  let content: TokenFile
  /// What is to be kept there; nil for what is there already.
  private let bytes: [UInt8]?
  /// Whether this login made it, so that nobody else has use of it.
  private(set) var isNew = false

  /// Takes the token of a file, which stays where it is unless another place was asked for, or of a pipe.
  ///
  /// The place is tried here, before anything else is done.
  init(
    file: String, options: SecretOptions, account: String, known: SecretPlace?, in session: Session
  ) throws(CareTeamError) {
    let (read, path) = try Self.read(file, session)
    content = try TokenFile(bytes: read, path: file)
    guard options.secrets != nil || path == nil else {
      (place, bytes) = (.file(path ?? file), nil)
      return
    }
    place = try options.place(of: account, known: known, in: session)
    try SecretStore(place, account: account, in: session).probe(length: read.count)
    bytes = read
  }

  /// Takes what the command of `[secrets]` keeps already.
  init(keptFor account: String, in session: Session) throws(CareTeamError) {
    (place, content, bytes) = (.command, try Self.kept(by: account, session), nil)
  }

  /// Takes what a login gave, for a place that was tried before.
  init(_ document: JSON, at place: SecretPlace) throws(CareTeamError) {
    let read = document.bytes()
    (self.place, content, bytes) = (place, try TokenFile(bytes: read, path: "the server's answer"), read)
    isNew = true
  }

  /// Keeps it, and forgets the login that was kept at another place before.
  func keep(for account: String, known: SecretPlace?, in session: Session) throws(CareTeamError) {
    if let bytes { try SecretStore(place, account: account, in: session).write(bytes, .token) }
    guard let known, known != place, known.isOwn(of: account, in: session) else { return }
    do throws(CareTeamError) { try SecretStore(known, account: account, in: session).remove(.token) } catch {
      session.remark("the login before is still in \(known.words): \(error.message)")
    }
  }

  private static func kept(by account: String, _ session: Session) throws(CareTeamError) -> TokenFile {
    guard let bytes = try SecretStore(.command, account: account, in: session).read(.token) else {
      throw CareTeamError(.configuration, "‘get’ of [secrets] prints no token; put one there, or use --token-file FILE")
    }
    return try TokenFile(bytes: bytes, path: SecretPlace.command.words)
  }

  /// The content of a token file, and its path where it is a file that can be read again.
  private static func read(_ file: String, _ session: Session) throws(CareTeamError) -> ([UInt8], String?) {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CareTeamError(.fileNotFound, "cannot read the token file \(file); check its name and permissions")
    }
    defer { close(descriptor) }
    var facts = stat()
    let isFile = fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    // What puts it there may know why, such as a container's secret; a file made by hand is seldom meant for others.
    if isFile, facts.st_mode & 0o077 != 0 { session.remark("others may read \(file); run ‘chmod 600 \(file)’") }
    guard let bytes = PrivateFile.read(descriptor, limit: 65_536) else {
      throw CareTeamError(.fileNotFound, "cannot read the token file \(file); check its name and permissions")
    }
    guard isFile, let path = realpath(file, nil) else { return (bytes, nil) }
    defer { free(path) }
    return (bytes, String(cString: path))
  }
}

extension SecretPlace {
  /// Whether careteam put the secrets there, and so may remove them: a token file of the user's own is theirs.
  func isOwn(of account: String, in session: Session) -> Bool {
    switch self {
    case .keyring, .command: true
    case .file(let path):
      self == SecretFile.place(of: account, in: session.environment) || path == "\(session.folder(of: account))/token"
    }
  }
}

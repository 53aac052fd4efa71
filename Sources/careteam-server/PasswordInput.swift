import Glibc

/// Reads passwords.
enum PasswordInput {
  /// The most bytes that are looked at.
  private static let limit = 8192

  /// Whether somebody can be asked.
  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// The first line of a file.
  static func file(_ path: String) throws(ServeError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .noSuchFile(path: path, detail: systemError()) }
    defer { close(descriptor) }
    return try line(of: descriptor, named: path)
  }

  /// The first line of standard input.
  static func standardInput() throws(ServeError) -> String { try line(of: STDIN_FILENO, named: "standard input") }

  /// What somebody types, which is not shown.
  static func typed(_ question: String) throws(ServeError) -> String {
    var shown = termios()
    guard tcgetattr(STDIN_FILENO, &shown) == 0 else { throw .io(path: "the terminal", detail: systemError()) }
    // Ctrl-C is held back until the terminal shows again what is typed.
    var held = sigset_t()
    var before = sigset_t()
    sigemptyset(&held)
    for signal in [SIGINT, SIGTERM, SIGQUIT, SIGTSTP] { sigaddset(&held, signal) }
    pthread_sigmask(SIG_BLOCK, &held, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var silent = shown
    silent.c_lflag &= ~tcflag_t(ECHO)
    silent.c_lflag |= tcflag_t(ECHONL | ICANON)
    guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else {
      throw .io(path: "the terminal", detail: systemError())
    }
    defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) }
    StandardError.ask(question)
    return try line(of: STDIN_FILENO, named: "the terminal")
  }

  private static func line(of descriptor: Int32, named name: String) throws(ServeError) -> String {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.count < limit {
      let count = read(descriptor, &byte, 1)
      guard count >= 0 || errno == EINTR else { throw .io(path: name, detail: systemError()) }
      if count == 0 || byte == 0x0A { break }
      if count > 0 { bytes.append(byte) }
    }
    if bytes.last == 0x0D { bytes.removeLast() }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .weakPassword("the password is not UTF-8") }
    guard !text.isEmpty else {
      throw .usage("there is no password in \(name); type one on a terminal, or give --password-file")
    }
    return text
  }
}

import Dispatch
import Glibc
import Synchronization
import Testing

/// A mail server on the loopback interface that does what a test says.
final class MailServer: Sendable {
  /// What it does when a mail comes.
  enum Habit: Sendable {
    /// It takes the mail.
    case takes
    /// It answers this to MAIL FROM.
    case answersSender(String)
    /// It answers this to the mail itself.
    case answersMail(String)
    /// It takes the mail, and hangs up before it says so.
    case hangsUp
    /// It takes the mail, and says nothing more.
    case fallsSilent
    /// It accepts the connection, and says nothing.
    case neverGreets
  }

  private struct State {
    var habit: Habit = .takes
    var mails: [String] = []
    var commands: [String] = []
  }

  /// What the server's thread and the test share.
  private final class Memory: Sendable {
    let state = Mutex(State())
  }

  let port: UInt16
  private let listener: Int32
  private let memory = Memory()

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, size) == 0 && listen(listener, 8) == 0 && getsockname(listener, address, &size) == 0
      }
    }
    try #require(isListening)
    port = UInt16(bigEndian: address.sin_port)
    Thread.start { [memory] in
      // Closed by the thread that accepts: its number might be another test's listener by the next accept.
      defer { close(listener) }
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        Self.serve(connection, memory)
        close(connection)
      }
    }
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  /// The mails that were transferred whole, whether or not it said so.
  var mails: [String] { memory.state.withLock { $0.mails } }
  /// Every command it was given.
  var commands: [String] { memory.state.withLock { $0.commands } }

  /// From now on it does this.
  func now(_ habit: Habit) { memory.state.withLock { $0.habit = habit } }

  private static func serve(_ connection: Int32, _ memory: Memory) {
    guard let file = fdopen(dup(connection), "r") else { return }
    defer { fclose(file) }
    func say(_ text: String) { _ = send(connection, text + "\r\n", text.utf8.count + 2, Int32(MSG_NOSIGNAL)) }
    if case .neverGreets = memory.state.withLock({ $0.habit }) {
      while line(of: file) != nil {}
      return
    }
    say("220 test")
    while let command = line(of: file) {
      let habit = memory.state.withLock { state in
        state.commands.append(command)
        return state.habit
      }
      switch (command.prefix(4).uppercased(), habit) {
      case ("EHLO", _): say("250 test")
      case ("MAIL", .answersSender(let reply)): say(reply)
      case ("DATA", _):
        say("354 go on")
        guard let mail = body(of: file) else { return }
        memory.state.withLock { $0.mails.append(mail) }
        switch habit {
        case .answersMail(let reply): say(reply)
        case .hangsUp: return
        case .fallsSilent: continue
        default: say("250 taken")
        }
      case ("QUIT", _):
        say("221 bye")
        return
      default: say("250 fine")
      }
    }
  }

  /// The mail up to the line with a dot, the dots before others taken away (RFC 5321 §4.5.2).
  private static func body(of file: UnsafeMutablePointer<FILE>) -> String? {
    var mail = ""
    while let line = line(of: file) {
      if line == "." { return mail }
      mail += (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\r\n"
    }
    return nil
  }

  private static func line(of file: UnsafeMutablePointer<FILE>) -> String? {
    var buffer = [CChar](repeating: 0, count: 2048)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
    let bytes = buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    return String(decoding: bytes.prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self)
  }
}

/// A thread of a test's own.
private enum Thread {
  static func start(_ body: @escaping @Sendable () -> Void) {
    DispatchQueue(label: "mail server").async(execute: body)
  }
}

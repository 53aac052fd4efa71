import CareTeamCore
@preconcurrency import Glibc

/// The web browser of this machine.
struct Browser {
  private let environment: Environment

  init(_ environment: Environment) { self.environment = environment }

  /// Whether there is one, and somewhere to see it.
  var isThere: Bool {
    if environment["BROWSER"] != nil { return true }
    return ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment[$0] != nil }
  }

  /// Opens an address with the first program that starts; it goes on by itself, and what it says is its own affair.
  ///
  /// - Returns: whether one was started.
  func open(_ address: String) -> Bool {
    guard isThere else { return false }
    let nothing = Glibc.open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(nothing) }
    return commands(address).contains { words in
      guard case .success = ChildProcess.start(words, input: nothing, output: nothing, errors: nothing) else {
        return false
      }
      return true
    }
  }

  /// `BROWSER` is a list of commands with colons between them, in which `%s` is the address.
  private func commands(_ address: String) -> [[String]] {
    let named = (environment["BROWSER"] ?? "").split(separator: ":").compactMap { try? ShellWords.split(String($0)) }
    return (named.filter { !$0.isEmpty } + [["xdg-open"]]).map { words in
      let filled = words.map { $0.replacing("%s", with: address) }
      return filled == words ? words + [address] : filled
    }
  }
}

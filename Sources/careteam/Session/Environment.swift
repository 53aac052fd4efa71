@preconcurrency import Glibc

/// The process's environment and the folders that follow from it (XDG Base Directory Specification).
struct Environment: Sendable {
  /// Every variable.
  let variables: [String: String]

  /// An environment of these variables.
  init(_ variables: [String: String]) { self.variables = variables }

  /// The process's own.
  static var process: Environment {
    var variables: [String: String] = [:]
    var entry = environ
    while let line = entry.pointee {
      let text = String(cString: line)
      if let mark = text.firstIndex(of: "=") {
        variables[String(text[..<mark])] = String(text[text.index(after: mark)...])
      }
      entry += 1
    }
    return Environment(variables)
  }

  /// A variable that is set and not empty.
  subscript(name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// The same without a variable.
  func without(_ name: String) -> Environment { Environment(variables.filter { $0.key != name }) }

  /// Whether a variable says yes.
  func isOn(_ name: String) -> Bool { self[name].map { !["0", "no", "false"].contains($0.lowercased()) } ?? false }

  private var home: String { self["HOME"] ?? "/" }

  private func folder(_ name: String, xdg: String, fallback: String) -> String {
    if let root = self["CARETEAM_HOME"] { return "\(Self.absolute(root))/\(name)" }
    let base = self[xdg].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/\(fallback)"
    return "\(base)/careteam"
  }

  /// A path from the root on, whatever folder the process is in.
  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return "\(String(cString: folder))/\(path)"
  }

  private var configurationFolder: String { folder("config", xdg: "XDG_CONFIG_HOME", fallback: ".config") }

  /// Where the configuration is.
  var configurationFile: String { self["CARETEAM_CONFIG"] ?? configurationFolder + "/config.toml" }

  /// Where secrets are that are kept in files: not with the mailbox that they open.
  var secretsFolder: String { configurationFolder + "/secrets" }

  /// Where the mailboxes are, a folder an account.
  var dataFolder: String { folder("data", xdg: "XDG_DATA_HOME", fallback: ".local/share") }

  /// Where the mailboxes are when no variable says otherwise.
  var standardDataFolder: String { "\(home)/.local/share/careteam" }

  /// Where the logs are.
  var stateFolder: String { folder("state", xdg: "XDG_STATE_HOME", fallback: ".local/state") }
}

import Glibc

/// The folder with everything a server keeps, 0700.
struct DataFolder {
  /// Its absolute path.
  var path: String

  /// The files a server makes before it holds any data.
  private static let own: Set<String> = ["server.lock"]

  /// `--data`, else `$CARETEAM_HOME/server`, else `$XDG_DATA_HOME/careteam-server` (XDG Base Directory 0.8).
  init(option: String?, environment: [String: String]) throws(ServeError) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let option {
      guard !option.isEmpty else { throw .usage("--data needs the path of a folder") }
      path = Self.absolute(option)
    } else if let home = value("CARETEAM_HOME") {
      path = Self.absolute(home + "/server")
    } else if let share = value("XDG_DATA_HOME"), share.hasPrefix("/") {
      path = share + "/careteam-server"
    } else if let home = value("HOME") {
      path = home + "/.local/share/careteam-server"
    } else {
      throw .usage("there is no HOME to keep data in; choose a folder with --data")
    }
  }

  /// A path from the root, without `.`, `..` or doubled separators.
  static func absolute(_ path: String) -> String {
    var whole = path
    if !path.hasPrefix("/"), let current = getcwd(nil, 0) {
      whole = String(cString: current) + "/" + path
      free(current)
    }
    var parts: [Substring] = []
    for part in whole.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The path of something in it.
  func item(_ name: String) -> String { path + "/" + name }

  /// Makes it and the folders above it, and checks that it can be written.
  func make() throws(ServeError) {
    try Self.makeFolder(path)
    guard access(path, R_OK | W_OK | X_OK) == 0 else { throw .cannotCreate(path: path, detail: systemError()) }
  }

  /// Whether nothing is kept in it yet.
  func isEmpty() throws(ServeError) -> Bool {
    guard let folder = opendir(path) else { throw .io(path: path, detail: systemError()) }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name == "." || name == ".." || Self.own.contains(name) else { return false }
    }
    return true
  }

  /// Makes a folder, 0700, and the missing ones above it.
  static func makeFolder(_ path: String) throws(ServeError) {
    var partial = ""
    for part in path.split(separator: "/") {
      partial += "/" + part
      guard mkdir(partial, 0o700) == 0 || errno == EEXIST || errno == EISDIR || errno == EROFS else {
        throw .cannotCreate(path: path, detail: systemError())
      }
    }
    var status = stat()
    guard stat(path, &status) == 0 else { throw .cannotCreate(path: path, detail: systemError()) }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .cannotCreate(path: path, detail: "it is not a folder") }
  }
}

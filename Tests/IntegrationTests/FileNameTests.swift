import CareTeamCore
import Glibc
import Testing

/// A name from a server is a name in the chosen folder and nothing else.
@Suite(.clinic)
struct FileNameTests {
  static let names = [
    "../../escape", "../../../../../../etc/passwd", "..\\..\\windows\\system32\\drivers.dll", "/etc/shadow",
    "//server/share/x",
    "\\\\server\\share\\x", "C:\\boot.ini", "C:evil.txt", "....//....//x", "..../x", "a/../../b", "a\\..\\..\\b", "..",
    ".",
    "...", "....", "", " ", "   ", "/", "\\", "//", "x/", "x\\", ".bashrc", "..bashrc", ".ssh/authorized_keys", "-rf",
    "--help",
    "-o", "- -x", ".-.-x", "~", "~root/.profile", "$HOME/x", "`id`", "$(id)", "a;id", "a|id", "a&b", "a>b", "a\nb.pdf",
    "a\r\nb",
    "a\tb", "\u{1B}]0;title\u{07}.txt", "\u{1B}[31mred.txt", "\u{9B}31m.txt", "x\u{7F}.txt", "%2e%2e%2fx",
    "..%2f..%2fx",
    "%00.txt", "..%c0%af..%c0%afx", "\u{FFFD}\u{FFFD}/x", "．．／x", "．．＼x", "\u{2025}/x", "\u{2215}x", "\u{29F5}x",
    "a\u{202E}fdp.exe", "\u{2066}x\u{2069}.pdf", "\u{E0041}\u{E0042}", "\u{200B}\u{200D}\u{FEFF}", "\u{2028}.txt",
    "\u{2029}",
    "CON", "con.txt", "NUL", "nul.tar.gz", "PRN.", "AUX ", "COM1", "COM9.log", "LPT1.txt", "COM¹", "CONIN$", "CLOCK$.x",
    "name. . .", "name .", "name...", "a:b", "a:$DATA", "file.txt::$DATA", "a?b*c", "a\"b", "<b>.html",
    String(repeating: "a", count: 255), String(repeating: "a", count: 300) + ".pdf",
    String(repeating: "日本", count: 100) + ".jpeg",
    "x." + String(repeating: "y", count: 300), String(repeating: "👨‍👩‍👧‍👦", count: 20) + ".png", "👨‍👩‍👧.png",
    "e" + String(repeating: "\u{301}", count: 400) + ".txt", "e\u{301}.txt", "\u{E9}.txt", "ﬁle.txt", "İ.txt",
    "a" + String(repeating: " ", count: 200) + ".exe", "report.pdf", "report.pdf", "Report.pdf", "résumé.doc",
    "نتيجة.pdf",
    "結果.pdf", "परिणाम.pdf", "index.html", "desktop.ini", "autorun.inf", ".DS_Store", "careteam", ".careteam-ABCDEF",
  ]

  @Test func `every name lands inside the chosen folder under a readable name`() async throws {
    let clinic = try Clinic.open()
    let id = try await message(of: clinic)
    let home = try await clinic.home(.patient)
    let (outside, chosen) = (home.folder.path, "\(home.folder.path)/a/b/chosen")
    for folder in ["a", "a/b", "a/b/chosen"] { mkdir("\(outside)/\(folder)", 0o700) }
    let before = Self.tree(outside).subtracting(Self.tree(chosen))
    let saved = try await home.run(["save", id, "-d", chosen, "--json"], seconds: 120).exits().json()
    let paths = saved["items"]?.array.compactMap { $0["path"]?.string } ?? []
    #expect(paths.count == Self.names.count && Set(paths).count == paths.count)
    #expect(Self.tree(chosen).count == Self.names.count)
    // Nothing was made anywhere else.
    #expect(
      Self.tree(outside).subtracting(Self.tree(chosen)).filter { !$0.contains("/home/") }
        == before.filter { !$0.contains("/home/") })
    for path in paths { try check(path, in: chosen) }
  }

  private func check(_ path: String, in chosen: String) throws {
    let name = String(path.dropFirst(chosen.count + 1))
    #expect(path.hasPrefix(chosen + "/") && !name.isEmpty && !name.contains("/") && name.utf8.count <= 150, "\(path)")
    #expect(name.first != "." && name.first != "-" && name.last != "." && name.last != " ", "\(name)")
    for scalar in name.unicodeScalars {
      let properties = scalar.properties
      #expect(
        properties.generalCategory != .control && !properties.isBidiControl && !properties.isDefaultIgnorableCodePoint,
        "\(name)")
    }
    let stem = (name.split(separator: ".").first ?? "").uppercased()
    #expect(
      !["CON", "NUL", "PRN", "AUX", "COM1", "COM9", "LPT1", "COM¹", "CONIN$", "CLOCK$"].contains(stem), "\(name)")
    var facts = stat()
    #expect(lstat(path, &facts) == 0 && facts.st_mode == S_IFREG | 0o600, "\(path)")
    #expect(FileContent.text(path) == "hello", "\(path)")
  }

  @Test func `a file is never written through a link, nor over another`() async throws {
    let clinic = try Clinic.open()
    let id = try await message(of: clinic, names: ["notes.txt", "notes.txt"])
    let home = try await clinic.home(.patient)
    let folder = home.folder.path
    mkdir("\(folder)/in", 0o700)
    home.folder.write("mine", to: "victim")
    #expect(symlink("\(folder)/victim", "\(folder)/in/notes.txt") == 0)
    #expect(symlink("\(folder)/nowhere", "\(folder)/in/notes (2).txt") == 0)
    let saved = try await home.run("save", id, "-d", "\(folder)/in", "--json").exits().json()
    #expect(
      saved["items"]?.array.compactMap { $0["path"]?.string } == [
        "\(folder)/in/notes (3).txt", "\(folder)/in/notes (4).txt",
      ])
    #expect(home.folder.text(of: "victim") == "mine" && access("\(folder)/nowhere", F_OK) != 0)
    try await home.run("save", "\(id)", "-o", "\(folder)/in/notes.txt").exits(64)
    let first = try #require(saved["items"]?[0]?["handle"]?.string)
    try await home.run("save", first, "-o", "\(folder)/in/notes.txt").exits(73)
    #expect(home.folder.text(of: "victim") == "mine")
    // A folder that the user names may be a link: that is the user's own word.
    #expect(symlink("\(folder)/in", "\(folder)/link") == 0)
    try await home.run("save", first, "-d", "\(folder)/link").exits()
    #expect(home.folder.text(of: "in/notes (5).txt") == "hello")
    try await home.run("save", first, "-d", "\(folder)/missing").exits(73)
    try await home.run("save", first, "-o", "\(folder)/in/").exits(64)
  }

  @Test func `an attachment is not written to a terminal`() async throws {
    let clinic = try Clinic.open()
    let id = try await message(of: clinic, names: ["notes.txt"])
    let home = try await clinic.home(.patient)
    let shown = await home.runOnTerminal("save", id, "-o", "-")
    #expect(shown.status == 64 && shown.output.contains("redirect standard output") && !shown.output.contains("hello"))
    #expect(try await home.run("save", id, "-o", "-").exits().output == "hello")
  }

  /// A message whose attachments have these names, from a server that takes any.
  private func message(of clinic: Clinic, names: [String] = names) async throws -> String {
    let client = FHIRClient(clinic, as: .practitioner)
    let upload = try await client.send(
      "POST", "Binary",
      [
        "resourceType": "Binary", "contentType": "text/plain", "data": "aGVsbG8=",
        "securityContext": ["reference": "CommunicationRequest/e70d41c8935fa2b6"],
      ])
    let binary = try #require(upload.json["id"]?.string, "\(upload)")
    let message: JSON = [
      "resourceType": "Communication", "status": "completed", "subject": ["reference": "Patient/ada-lindqvist"],
      "sender": ["reference": "Practitioner/drlee"], "recipient": [["reference": "Patient/ada-lindqvist"]],
      "basedOn": [["reference": "CommunicationRequest/e70d41c8935fa2b6"]],
      "partOf": [["reference": "CommunicationRequest/e70d41c8935fa2b6"]], "sent": "2026-11-02T10:00:00Z",
      "payload": .array(
        names.map { name in
          var attachment: JSON = ["url": .string("Binary/\(binary)"), "contentType": "text/plain"]
          // FHIR has no empty strings.
          if !name.isEmpty { attachment["title"] = .string(name) }
          return ["contentAttachment": attachment]
        }),
    ]
    let answer = try await client.send("POST", "Communication", message)
    return try #require(answer.json["id"]?.string, "\(answer)")
  }

  private static func tree(_ path: String) -> Set<String> {
    var found: Set<String> = []
    guard let folder = opendir(path) else { return found }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard name != ".", name != ".." else { continue }
      found.insert("\(path)/\(name)")
      if entry.pointee.d_type == UInt8(DT_DIR) { found.formUnion(tree("\(path)/\(name)")) }
    }
    return found
  }
}

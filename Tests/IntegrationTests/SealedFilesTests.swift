import CareTeamCore
import CareTeamTestSupport
import Foundation
import Glibc
import Testing

/// Nothing of what people write stands in a file of careteam's in plain, whatever it did with it.
@Suite(.clinic)
struct SealedFilesTests {
  /// Forty phrases, each of its own, that compress well where they are repeated.
  private static let phrases = (1...40).map { "quince-\($0)-marmalade-\($0 * 7919)" }

  private func phrase(_ number: Int) -> String { Self.phrases[number] }

  /// Plants every phrase: in texts that are sent, wait and fail, in subjects, drafts, names of files and their contents.
  private func plant(in home: Home) async throws {
    for number in 0..<8 {
      _ = try await home.run("reply", "c8", "-m", "text \(phrase(number))").exits()
    }
    for number in 8..<14 {
      _ = try await home.run(
        "new", "--to", "Dr. Minjung Lee", "-s", "about \(phrase(number))", "-m", "more \(phrase(number + 6))"
      ).exits()
    }
    for number in 20..<26 {
      let name = "\(phrase(number)).txt"
      let content = String(repeating: "\(phrase(number + 6)) ", count: 4000)
      let file = home.folder.write(content, to: name)
      _ = try await home.run("reply", "c8", "-m", "see", "-a", file).exits()
      unlink(file)
    }
    for number in 32..<36 {
      _ = try await home.run("reply", "c8", "--draft", "-m", "later \(phrase(number))").exits()
    }
    for number in 36..<40 {
      _ = try await home.run("reply", "c8", "--queue-only", "-m", "soon \(phrase(number))").exits(8)
    }
    _ = try await home.run("search", "quince").exits()
    _ = await home.run("save", "m1", "-o", "-")
  }

  /// Every form in which a phrase is looked for.
  private func forms(_ phrase: String) -> [Data] {
    let bytes = Array(phrase.utf8)
    let wide: [[UInt8]] = [bytes.flatMap { [$0, 0] as [UInt8] }, bytes.flatMap { [0, $0] as [UInt8] }]
    // In base64 by where it begins among three bytes, without what its neighbours have a part in.
    let encoded = (0..<3).map { shift -> [UInt8] in
      let text = Base64.encode([UInt8](repeating: 0x20, count: shift) + bytes)
      return Array(text.utf8.dropFirst(shift == 0 ? 0 : 4).prefix(4 * (bytes.count / 3) - 4))
    }
    let all: [[UInt8]] = [bytes] + wide + encoded
    return all.map { Data($0) }
  }

  /// The files in a folder and below.
  private func files(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var found: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard name != ".", name != ".." else { continue }
      var facts = stat()
      guard lstat("\(path)/\(name)", &facts) == 0 else { continue }
      found += facts.st_mode & S_IFMT == S_IFDIR ? files(in: "\(path)/\(name)") : ["\(path)/\(name)"]
    }
    return found
  }

  /// Which phrases are in careteam's files, or in their names.
  private func found(in home: Home, _ phrases: [String]) -> Set<String> {
    var found: Set<String> = []
    for file in files(in: "\(home.folder.path)/home") {
      let bytes = Data(FileContent.bytes(file))
      for phrase in phrases where !found.contains(phrase) {
        let isThere = forms(phrase).contains { bytes.range(of: $0) != nil }
        if isThere || file.contains(phrase) { found.insert(phrase) }
      }
    }
    return found
  }

  private func login(_ options: String...) async throws -> Home {
    let clinic = try Clinic.open()
    let home = Home()
    let words = ["login", clinic.url, "--token-file", clinic.tokenFile(.patient)] + options
    _ = try await home.run(words).exits()
    return home
  }

  @Test func `no planted phrase is in any file, while careteam runs and after`() async throws {
    let home = try await login()
    let names = ["Ada Lindqvist", "Minjung Lee", "blood test on Friday", "Lisinopril"]
    let watch = home.start("watch", "--format", "ndjson")
    _ = try await watch.event("hello")
    let process = watch.program.pid
    #expect(FileContent.text("/proc/\(process)/limits").contains("Max core file size        0 "))
    #expect(FileContent.text("/proc/\(process)/coredump_filter").contains("00000000"))
    try await plant(in: home)
    #expect(found(in: home, Self.phrases + names) == [])
    _ = await watch.end()
    #expect(found(in: home, Self.phrases + names) == [])
    for phrase in Self.phrases[..<8] {
      #expect(try await home.run("search", "\"\(phrase)\"").exits().output.contains(phrase))
    }
    _ = try await home.run("account", "rekey").exits()
    #expect(found(in: home, Self.phrases + names) == [])
  }

  /// What the test above looks for can be found.
  @Test func `in a mailbox that is not sealed every phrase is found`() async throws {
    let home = try await login("--no-seal")
    try await plant(in: home)
    #expect(found(in: home, Self.phrases).count == 40)
    // From now on it is, and what was there is gone.
    _ = try await home.run("account", "rekey").exits()
    #expect(found(in: home, Self.phrases) == [])
    let read = try await home.run("read", "c8", "--offline").exits().output
    #expect(read.contains(phrase(0)) && read.contains(phrase(39)))
  }

  @Test func `without its key a mailbox shows and changes nothing, and says what to do`() async throws {
    let home = try await login()
    let key = "\(home.folder.path)/home/config/secrets/default.key"
    rename(key, key + ".away")
    for words in [["list"], ["read", "c8"], ["sync"], ["sync", "--full"], ["reply", "c8", "-m", "x"]] {
      let outcome = try await home.run(words + ["--json"]).exits(78)
      #expect(outcome.errors.contains("\"mailbox-key\"") && outcome.errors.contains("put it back"), "\(words)")
    }
    rename(key + ".away", key)
    #expect(try await home.run("outbox", "list").exits().output == "")
    _ = try await home.run("logout", "--wipe").exits()
    #expect(access(key, F_OK) != 0 && files(in: "\(home.folder.path)/home/data").isEmpty)
  }

  @Test func `a file is written out as it came, and its sealed copy is no path for others`() async throws {
    let home = try await login()
    let content = String(repeating: "0123456789abcdef", count: 20_000)
    let file = home.folder.write(content, to: "x-ray.txt")
    let sent = try await home.run("reply", "c8", "-m", "here", "-a", file, "--json").exits().json()
    let attachment = try #require(sent["message"]?["attachments"]?.array.first)
    #expect(attachment["path"] == .null && attachment["size"]?.int == content.utf8.count)
    let handle = try #require(attachment["handle"]?.string)
    #expect(try await home.run("save", handle, "-o", "-").exits().output == content)
    _ = try await home.run("save", handle, "-o", "\(home.folder.path)/out.txt").exits()
    #expect(home.folder.text(of: "out.txt") == content)
  }
}

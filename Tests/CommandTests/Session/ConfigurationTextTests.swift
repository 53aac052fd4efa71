import CareTeamCore
import Foundation
import Testing

@testable import careteam

/// Configuration that is no TOML, or only looks wrong; the fuzzer of configuration found the most of it.
struct ConfigurationTextTests {
  private func read(_ text: String) throws -> Configuration {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    return try Configuration(file: file, isRequired: true)
  }

  @Test(arguments: [
    ("[\n", 1), ("account = \"a\"\n[[ \n", 2), ("[\u{16}m]\n", 1), ("[é]\n", 1), ("\n\n[\r\rA", 3),
    ("a = \"\u{7F}\"", 1),
    ("\u{FEFF}[%[%", 1), ("a = 1979-05-27T*7:32:00Z", 1), ("\naccount = [\"x\",\n07:3]", 2), ("x = { y = 1979- }", 1),
    ("[mail]\nto = 'a@b.c' # [\nuser = 12:", 3), ("account = {x = 0, X = [}\n", 1), ("account = 'b'\nc = { d = }\n", 2),
    ("\n\ntimeout = 30\n", 3), ("[mail]\n\nserver = 'smtp://mail.example.org'\nstarttls = false\n", 4),
    ("\naccount = \"\"\n", 2), ("account = \"../x\"\n", 1),
    ("account = 'a'\n\nmail.user = 'x'\nmail.usr = 'y'\n", 4),
  ])
  func `it is refused with its line`(text: String, line: Int) throws {
    let error = #expect(throws: CareTeamError.self) { try read(text) }
    #expect(error?.exitStatus == 78)
    #expect(error?.message.contains(":\(line): ") == true, "\(error?.message ?? "")")
  }

  @Test func `what only looks like it stays as it is`() throws {
    let text = """
      templates = "07:30 1979-05-27"   # at 07:30, [
      max-age = '''30s'''
      [dialect]
      2026-home = "generic"\r
      [ mail ]
      user = "a\\"[ = 12:"
      to = ["a@example.org", "b@example.org"]
      """
    let configuration = try read(text)
    #expect(configuration.templates == "07:30 1979-05-27" && configuration.maxAge == 30)
    #expect(configuration.dialects == ["2026-home": "generic"] && configuration.mail.user == "a\"[ = 12:")
  }
}

import CareTeamCore
import Glibc
import Testing

/// What photographs say about themselves does not leave the machine, unless it is asked for.
@Suite(.clinic)
struct SentPhotographTests {
  private static let conversation = "e70d41c8935fa2b6"

  private static func script(_ arguments: String...) async -> String {
    await Shell.run(
      ["/usr/bin/python3", "\(Checkout.path)/Tests/IntegrationTests/Support/photographs.py"] + arguments,
      environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/tmp"], seconds: 180)
  }

  @Test func `no photograph tells its recipient where, when, by whom and with what it was taken`() async throws {
    let clinic = try Clinic.open()
    let (before, after) = (TemporaryFolder(), TemporaryFolder())
    let names = await Self.script("make", before.path).split(separator: "\n").map(String.init)
    try #require(names.count > 30, "\(names)")
    let sender = try await clinic.home()
    let files = names.flatMap { ["-a", "\(before.path)/\($0)"] }
    let sent = try await sender.run(
      ["reply", Self.conversation, "-m", "Pictures", "--json"] + files, seconds: 120
    ).exits().json()
    let told = sent["files"]?.array ?? []
    #expect(told.map { $0["filename"]?.string } == names)
    for file in told { #expect(file["removed"]?.array.isEmpty == false, "\(file)") }

    let recipient = try await clinic.home(.practitioner)
    let id = try #require(sent["message"]?["id"]?.string)
    let saved = try await recipient.run(["save", id, "-d", after.path, "--json"], seconds: 120).exits().json()
    #expect(saved["items"]?.array.count == names.count)
    #expect(saved["items"]?.array.map { $0["sha256"] } == told.map { $0["sha256"] })
    #expect(await Self.script("check", before.path, after.path) == "")
  }

  @Test func `what was removed is said aloud, and --keep-metadata sends the file as it is`() async throws {
    let clinic = try Clinic.open()
    let folder = TemporaryFolder()
    let picture = folder.write(PhotographBytes.jpeg, to: "scan.jpg")
    let home = try await clinic.home()
    let plain = try await home.run("attach", Self.conversation, picture, "--json").exits()
    #expect(plain.errorLines.contains("careteam: removed from scan.jpg: comments"), "\(plain)")
    #expect(try plain.json()["files"]?[0]?["removed"] == ["comment"])
    #expect(try plain.json()["message"]?["attachments"]?[0]?["size"] == .number("\(PhotographBytes.jpeg.count - 9)"))

    let kept = try await home.run("attach", Self.conversation, picture, "--keep-metadata", "--json").exits()
    #expect(try kept.json()["files"]?[0]?["removed"] == [])
    let attachment = try #require(try kept.json()["message"]?["attachments"]?[0])
    #expect(try await FHIRClient(clinic, as: .patient).bytes(of: Self.withURL(attachment)) == PhotographBytes.jpeg)

    let configured = folder.write("keep-metadata = true\n", to: "config.toml")
    let told = try await home.run(
      "reply", Self.conversation, "-m", "x", "-a", picture, "--config", configured, "--json"
    )
    .exits().json()
    #expect(told["files"]?[0]?["removed"] == [])
  }

  private static func withURL(_ attachment: JSON) -> JSON {
    var attachment = attachment
    attachment["url"] = .string("Binary/\(attachment["id"]?.string ?? "")")
    return attachment
  }

  @Test(arguments: ["cut.jpg", "scan.tiff", "raw.dng", "cut.heic"])
  func `a photograph that is damaged or cannot be taken apart is not sent without a word`(name: String) async throws {
    let clinic = try Clinic.open()
    let folder = TemporaryFolder()
    let bytes: [String: [UInt8]] = [
      "cut.jpg": Array(PhotographBytes.jpeg.dropLast(2)), "scan.tiff": Array("II*\0\u{8}\0\0\0\0\0\0\0\0\0".utf8),
      "raw.dng": Array("MM\0*\0\0\0\u{8}\0\0\0\0\0\0".utf8),
      "cut.heic": [0, 0, 0, 20] + Array("ftypheic\0\0\0\0mif1".utf8),
    ]
    let file = folder.write(bytes[name] ?? [], to: name)
    let home = try await clinic.home()
    let refused = try await home.run("reply", Self.conversation, "-m", "Look at \(name)", "-a", file).exits(65)
    #expect(refused.errors.contains("--keep-metadata") && refused.errors.contains("kept as draft"), "\(refused)")
    #expect(try await !FHIRClient(clinic, as: .patient).texts(in: Self.conversation).contains("Look at \(name)"))
    try await home.run("reply", Self.conversation, "-m", "Look", "-a", file, "--keep-metadata").exits()
  }

  @Test func `the same client id again sends the picture once, with or without its metadata`() async throws {
    let clinic = try Clinic.open()
    let folder = TemporaryFolder()
    let picture = folder.write(PhotographBytes.jpeg, to: "scan.jpg")
    let home = try await clinic.home()
    let words = [
      "reply", Self.conversation, "-m", "once", "-a", picture, "--client-id", "9f2d1a7e-3b64-4c0e-8f57-6a1d2c9b4e7a",
      "--json",
    ]
    try await home.run(words).exits()
    #expect(try await home.run(words).exits().json()["duplicate"] == true)
    #expect(try await home.run(words + ["--keep-metadata"]).exits().json()["duplicate"] == true)
    #expect(try await FHIRClient(clinic, as: .patient).count(clientId: words[7]) == 1)
    // Two pictures that differ in what they say only are the same picture.
    let other = folder.write(PhotographBytes.jpeg.map { $0 == 0x41 ? 0x42 : $0 }, to: "copy.jpg")
    try await home.run("attach", Self.conversation, picture, other).exits(65)
  }
}

/// A small JPEG with a comment of five letters.
enum PhotographBytes {
  static let jpeg: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xFE, 0, 7] + Array("AAAAA".utf8) + [0xFF, 0xDB, 0, 67] + [UInt8](repeating: 1, count: 65)
    + [0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0] + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]
    + [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD9]
}

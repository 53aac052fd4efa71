import CareTeamCore
import CareTeamMailbox
import CareTeamStore
import Foundation
import Testing

/// Copies of files whose careteam was killed before it had stored the message.
struct StrayTests {
  private let clinic: ScriptedClinic

  init() throws { clinic = try ScriptedClinic(ScriptedServer(), dialect: .careteam) }

  private func stage(_ text: String) throws -> DraftAttachment {
    let path = clinic.folder + "/\(text).txt"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try #require(try clinic.mailbox.stage([path], by: FileRules()).first).file
  }

  private func age(_ path: String, hours: Double) throws {
    let then = Date(timeIntervalSince1970: Double(clinic.now.seconds) - hours * 3600)
    try FileManager.default.setAttributes([.modificationDate: then], ofItemAtPath: path)
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  @Test func `a copy that nothing has goes after a day; what a message, a draft or a careteam at work has stays`()
    throws
  {
    let files = try ["sent", "kept", "stray", "fresh"].map(stage)
    try clinic.enqueue("with a file", in: 1, files: [files[0]])
    _ = try clinic.store.save(
      Draft(
        target: .reply(to: Handle(.conversation, 1)), text: "", attachments: [files[1]],
        clientId: UUID().uuidString.lowercased(), updatedAt: clinic.now))
    let partial = clinic.store.attachmentsDirectory + "/.careteam-AbCdEf"
    let other = clinic.store.attachmentsDirectory + "/d1-99.txt"
    for path in [partial, other] { try Data("half".utf8).write(to: URL(fileURLWithPath: path)) }
    for path in files.prefix(3).map(\.path) + [partial, other] { try age(path, hours: 25) }
    try age(files[3].path, hours: 23)
    try clinic.mailbox.removeStrays()
    #expect(files.map { exists($0.path) } == [true, true, false, true])
    #expect(!exists(partial) && exists(other))
  }

  @Test func `nothing goes while a damaged mailbox is set aside`() throws {
    let file = try stage("maybe")
    try age(file.path, hours: 48)
    try Data().write(to: URL(fileURLWithPath: clinic.folder + "/mailbox-damaged-20261125T120000Z.sqlite3"))
    try clinic.mailbox.removeStrays()
    #expect(exists(file.path))
  }
}

import ArgumentParser
import CareTeamCore
import CareTeamStore

/// What a shell completes from the mailbox, without touching the network.
enum Completion {
  @Sendable static func conversations(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    handles(words, prefix, [.conversation])
  }

  @Sendable static func messages(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    handles(words, prefix, [.message])
  }

  @Sendable static func outbox(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    handles(words, prefix, [.outbox])
  }

  @Sendable static func drafts(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    handles(words, prefix, [.draft])
  }

  @Sendable static func formats(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    let formats =
      words.contains("digest")
      ? DigestCommand.formats : words.contains("export") ? Export.formats : OutputFormat.general
    return formats.map(\.rawValue)
  }

  @Sendable static func accounts(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    session([]).map { AccountFolders(session: $0).names } ?? []
  }

  @Sendable static func cursors(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    ((try? session(words)?.store().cursors().map(\.name)) ?? []).filter(isWord)
  }

  @Sendable static func people(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    let people = (try? session(words)?.store().people()) ?? []
    return people.filter { !$0.isSelf }.map(\.reference.description).filter(isWord)
  }

  /// Whether a shell takes a text for nothing but a word: bash expands what is completed, commands in it included.
  private static func isWord(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "-._/:@+".utf8.contains(byte)
    }
  }

  @Sendable static func patients(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
    let people = (try? session(words)?.store().people()) ?? []
    return people.filter { $0.role == .patient }.map(\.reference.description)
  }

  private static func handles(_ words: [String], _ prefix: String, _ kinds: [Handle.Kind]) -> [String] {
    guard let store = try? session(words)?.store(),
      let found = try? store.handles(prefix: prefix, kinds: kinds, limit: 100)
    else { return [] }
    return found.map(\.description)
  }

  /// The session of the words typed so far, of which only the account and the configuration matter.
  private static func session(_ words: [String]) -> Session? {
    guard var options = try? GlobalOptions.parse([]) else { return nil }
    for (option, value) in zip(words, words.dropFirst()) {
      if option == "-A" || option == "--account" { options.account = value }
      if option == "--config" { options.config = value }
    }
    return try? Session(options)
  }
}

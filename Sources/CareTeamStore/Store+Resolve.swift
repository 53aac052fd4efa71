package import CareTeamCore
import GRDB

extension MailboxStore {
  /// What a typed text names: a handle, a server's id, `Type/id`, or 8 or more characters that only one id begins with.
  ///
  /// - Parameter kinds: what may be named, the preferred kind first: a conversation and its first message are one
  ///   resource.
  package func resolve(_ text: String, as kinds: [Handle.Kind]) throws(StoreError) -> Handle {
    try read { transaction in
      let typed = Handle(text)
      if let typed, try kinds.contains(typed.kind) && transaction.exists(typed) { return typed }
      let found = try transaction.candidates(text, kinds)
      guard found.count < 2 else { throw StoreError.ambiguous(found) }
      if let only = found.first { return only.handle }
      if let typed, !kinds.contains(typed.kind) { throw StoreError.wrongKind(typed, expected: kinds) }
      throw StoreError.unknown(text)
    }
  }

  /// The attachments that a text names: all of a message, or the one whose id, or the beginning of it, this is.
  package func attachments(named text: String) throws(StoreError) -> [Attachment] {
    var message: Message?
    do throws(StoreError) { message = try self.message(try resolve(text, as: [.message])) } catch {
      guard case .unknown = error else { throw error }
    }
    if let message, [message.handle.description, message.reference?.id, message.reference?.description].contains(text) {
      return message.attachments
    }
    let files = try read { try $0.attachments(ofFile: text) }
    let candidates =
      (message.map { [StoreError.Candidate(handle: $0.handle, id: $0.reference?.id ?? "")] } ?? [])
      + files.map { StoreError.Candidate(handle: $0.handle, id: $0.id ?? "") }
    guard candidates.count < 2 else { throw .ambiguous(candidates) }
    guard let found = message?.attachments ?? files.first.map({ [$0] }) else { throw .unknown(text) }
    return found
  }

  /// The handles that begin with a text, newest first.
  package func handles(
    prefix: String, kinds: [Handle.Kind], limit: Int
  ) throws(StoreError) -> [Handle] {
    try read { transaction in
      var found: [Handle] = []
      for kind in kinds where prefix.isEmpty || prefix.hasPrefix(kind.rawValue) {
        found += try transaction.completions(kind, digits: prefix.dropFirst(), limit: limit - found.count)
      }
      return found
    }
  }
}

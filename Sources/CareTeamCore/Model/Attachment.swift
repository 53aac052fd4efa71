/// A file that belongs to a message.
package struct Attachment: Sendable, Hashable {
  /// Where its bytes are.
  package enum State: String, Sendable, CaseIterable {
    /// On the server only.
    case remote
    /// Here as well, at `path`.
    case stored
    /// Here, waiting in the outbox.
    case queued
    /// On the server, its message not yet.
    case uploaded
  }

  /// The message's handle with the attachment's number.
  package var handle: Handle
  /// The logical id of its Binary; nil before it is uploaded or where the server gives a URL only.
  package var id: String?
  /// Where the server keeps it, as the server wrote it; nil before it is uploaded.
  package var url: String?
  /// Its name as given, exact; never a path to write to.
  package var filename: String?
  /// Its media type as declared.
  package var contentType: String?
  /// Its size in bytes.
  package var size: Int64?
  /// The SHA-256 of its bytes, in hexadecimal.
  package var sha256: String?
  /// Where its bytes are.
  package var state: State
  /// The local copy.
  package var path: String?
  /// The media type that its content shows, where that was looked at.
  package var looksLike: String?

  /// The local copy as other programs can read it; nil when there is none, or it is sealed.
  package var openPath: String? { path.flatMap { Self.isSealed($0) ? nil : $0 } }

  /// What the name of a sealed copy ends with.
  package static let sealedSuffix = ".sealed"

  /// Whether a local copy is sealed, by its name.
  package static func isSealed(_ path: String) -> Bool { path.hasSuffix(sealedSuffix) }

  /// An attachment.
  package init(
    handle: Handle, id: String? = nil, url: String? = nil, filename: String? = nil, contentType: String? = nil,
    size: Int64? = nil, sha256: String? = nil, state: State = .remote, path: String? = nil
  ) {
    self.handle = handle
    self.id = id
    self.url = url
    self.filename = filename
    self.contentType = contentType
    self.size = size
    self.sha256 = sha256
    self.state = state
    self.path = path
  }
}

package import CareTeamCore

/// What is done to a file before it is sent, and what is not sent.
package struct FileRules: Sendable {
  /// A user's own scanner: gets a file open at its beginning, and its path; throws when it found something or failed.
  package typealias Scan = @Sendable (_ descriptor: Int32, _ path: String) throws(CareTeamError) -> Void

  /// Whether photographs keep what they say about themselves.
  package var keepsMetadata: Bool
  /// Whether programs are sent.
  package var allowsPrograms: Bool
  /// The largest file that is sent, in bytes; nil where the user has set no limit.
  package var largest: Int64?
  /// The scanner.
  package var scan: Scan?

  /// Rules; the strict ones unless told.
  package init(keepsMetadata: Bool = false, allowsPrograms: Bool = false, largest: Int64? = nil, scan: Scan? = nil) {
    self.keepsMetadata = keepsMetadata
    self.allowsPrograms = allowsPrograms
    self.largest = largest
    self.scan = scan
  }
}

/// A file that was copied for a message, and what was done to it and seen in it.
package struct StagedFile: Sendable {
  package var file: DraftAttachment
  /// What was taken out of a photograph.
  package var removed: [PhotographFinding]
  /// What a person should know.
  package var remarks: [FileRemark]
}

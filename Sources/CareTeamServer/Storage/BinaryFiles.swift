import Foundation

/// The content of Binary resources, a file a version, in `binaries/` (0700, files 0600).
struct BinaryFiles: Sendable {
  let directory: String

  init(directory: String) throws(StoreError) {
    self.directory = directory
    do {
      let parent = (directory as NSString).deletingLastPathComponent
      for path in [parent, directory] {
        try FileManager.default.createDirectory(
          atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      }
    } catch { throw .directory(directory) }
    removeLeftovers()
  }

  /// The path of one version's content.
  func path(id: String, version: Int) -> String { "\(directory)/\(id).\(version)" }

  /// A new file for content that is on its way.
  func upload() throws(FHIRFault) -> BinaryUpload {
    try BinaryUpload(path: "\(directory)/\(Self.uploadPrefix)\(UUID().uuidString.lowercased())")
  }

  /// Moves a finished upload to its place.
  func keep(_ upload: FinishedUpload, id: String, version: Int) throws(FHIRFault) {
    guard rename(upload.path, path(id: id, version: version)) == 0 else { throw BinaryUpload.fault("keep") }
    let folder = open(directory, O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// Removes an upload whose resource was refused.
  func discard(_ upload: FinishedUpload) { unlink(upload.path) }

  /// A comma cannot be in an id, so no version's file is named like an upload.
  private static let uploadPrefix = "upload,"

  private func removeLeftovers() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    where name.hasPrefix(Self.uploadPrefix) {
      unlink("\(directory)/\(name)")
    }
  }
}

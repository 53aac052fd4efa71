import CareTeamCore
@preconcurrency import Glibc

/// A file that a user wants to send: open, and looked at before a byte of it is copied.
final class OutgoingFile {
  let path: String
  let descriptor: Int32
  private let facts: stat
  private let prefix: [UInt8]
  /// What its content and its name say.
  let examination: FileExamination

  /// Opens one.
  ///
  /// - Throws: `fileNotFound` for a missing or unreadable file or a folder, `badInput` for an empty one.
  static func open(_ path: String) throws(CareTeamError) -> OutgoingFile {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw LocalFile.unreadable(path, errno) }
    do throws(CareTeamError) {
      let facts = try facts(descriptor, path)
      guard facts.st_mode & S_IFMT == S_IFREG else {
        throw CareTeamError(.fileNotFound, "\(path) is not a file that can be attached; name a regular file")
      }
      guard facts.st_size > 0 else { throw CareTeamError(.badInput, "\(path) is empty; nothing was attached") }
      let size = Int(facts.st_size)
      let prefix = try LocalFile.bytes(descriptor, 0..<min(size, FileKind.prefixLength), path)
      let end = try LocalFile.bytes(descriptor, max(0, size - FileKind.suffixLength)..<size, path)
      return OutgoingFile(path, descriptor, facts, prefix: prefix, end: end)
    } catch {
      close(descriptor)
      throw error
    }
  }

  private init(_ path: String, _ descriptor: Int32, _ facts: stat, prefix: [UInt8], end: [UInt8]) {
    self.path = path
    self.descriptor = descriptor
    self.facts = facts
    self.prefix = prefix
    examination = FileExamination(filename: Self.name(path), declaredType: nil, prefix: prefix, end: end)
  }

  deinit { close(descriptor) }

  /// How many bytes it has.
  var size: Int64 { Int64(facts.st_size) }

  /// The name recipients see.
  var filename: String { Self.name(path) }

  private static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// How a photograph loses what it says about itself; nil for a file that is none.
  func plan() throws(CareTeamError) -> PhotographPlan? {
    do throws(PhotographError) {
      return try Photograph.plan(size: Int(facts.st_size), prefix: prefix, load: load)
    } catch {
      if case .unreadable(let code) = error { throw LocalFile.unreadable(path, code) }
      let what = "careteam takes out of a photograph what it says about itself"
      throw CareTeamError(
        .badInput,
        "\(filename) was not taken: \(error.reason), and \(what); save it as JPEG or PNG, or send it as it is with "
          + "--keep-metadata")
    }
  }

  /// Gives its bytes piece by piece, as a plan has them where there is one.
  func copy(
    by plan: PhotographPlan?, to take: ([UInt8]) throws(CareTeamError) -> Void
  ) throws(CareTeamError) {
    let path = path
    let descriptor = descriptor
    guard let plan else {
      var place = 0
      while true {
        let piece = try LocalFile.bytes(descriptor, place..<place + 1 << 20, path)
        if piece.isEmpty { return }
        try take(piece)
        place += piece.count
      }
    }
    try plan.run(
      loading: { (range) throws(CareTeamError) in
        let piece = try LocalFile.bytes(descriptor, range, path)
        guard piece.count == range.count else { throw Self.changed(path) }
        return piece
      }, writing: take)
    // The plan was made of another picture than the one that is there now.
    let now = try Self.facts(descriptor, path)
    guard now.st_size == facts.st_size, now.st_mtim.tv_sec == facts.st_mtim.tv_sec,
      now.st_mtim.tv_nsec == facts.st_mtim.tv_nsec
    else { throw Self.changed(path) }
  }

  private static func changed(_ path: String) -> CareTeamError {
    CareTeamError(.busy, "\(path) changed while it was copied; nothing was sent, try again")
  }

  private var load: PhotographReader.Load {
    let descriptor = descriptor
    return { (range) throws(PhotographError) in
      do throws(CareTeamError) { return try LocalFile.bytes(descriptor, range, "") } catch { throw .unreadable(EIO) }
    }
  }

  private static func facts(_ descriptor: Int32, _ path: String) throws(CareTeamError) -> stat {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw LocalFile.unreadable(path, errno) }
    return facts
  }
}

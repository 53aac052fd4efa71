/// Something about a file that a person should know before it is sent or opened.
package enum FileRemark: Sendable, Hashable {
  /// Its content is something else than its declared type says.
  case typeDiffers(declared: String, looksLike: FileKind?)
  /// Its content is something else than its name says.
  case nameDiffers(suffix: String, looksLike: FileKind?)
  /// It can carry a program of its own.
  case active(FileKind)
  /// It is a program.
  case program(FileKind)
  /// It is a video, of which nothing is taken out.
  case video

  /// The word that stands for it in JSON.
  package var word: String {
    switch self {
    case .typeDiffers: "type-differs"
    case .nameDiffers: "name-differs"
    case .active: "active"
    case .program: "program"
    case .video: "video"
    }
  }

  /// The words of all of them.
  package static let words = ["type-differs", "name-differs", "active", "program", "video"]

  /// As it is said to people, behind the file's name.
  package var sentence: String {
    switch self {
    case .typeDiffers(let declared, let kind):
      "is declared as \(declared), but \(Self.look(kind, expected: FileKind.declared(type: declared)))"
    case .nameDiffers(let suffix, let kind):
      "is named .\(suffix), but \(Self.look(kind, expected: FileKind.named(suffix: suffix)))"
    case .active(let kind): "is \(kind.name): opening it can run what is inside"
    case .program(let kind): "is \(kind.name)"
    case .video: "is a video: what it says of place and time is not taken out"
    }
  }

  private static func look(_ kind: FileKind?, expected: FileKind?) -> String {
    if let kind { return "looks like \(kind.name)" }
    return "does not look like \(expected?.name ?? "that")"
  }
}

/// What a file is, by its name, its declared type and its content.
package struct FileExamination: Sendable {
  /// What its content shows; nil where it shows nothing that is known.
  package let kind: FileKind?
  /// What a person should know.
  package let remarks: [FileRemark]

  /// Compares what is said of a file with what it is.
  package init(filename: String, declaredType: String?, prefix: [UInt8], end: [UInt8]) {
    let kind = FileKind(prefix: prefix, end: end)
    let suffix = FileKind.suffix(of: filename)
    var remarks: [FileRemark] = []
    if let declaredType, !Self.agrees(kind, FileKind.declared(type: declaredType), kind?.allows(type: declaredType)) {
      remarks.append(.typeDiffers(declared: FileKind.bare(declaredType), looksLike: kind))
    }
    if !Self.agrees(kind, FileKind.named(suffix: suffix), kind?.allows(suffix: suffix)) {
      remarks.append(.nameDiffers(suffix: suffix, looksLike: kind))
    }
    let named = FileKind.named(suffix: suffix)
    if let program = [kind, named].compactMap({ $0 }).first(where: { $0.risk == .program }) {
      remarks.append(.program(program))
    } else if let active = [kind, named].compactMap({ $0 }).first(where: { $0.risk == .active }) {
      remarks.append(.active(active))
    }
    self.kind = kind
    self.remarks = remarks
  }

  /// Content that shows nothing contradicts a kind that would show itself.
  private static func agrees(_ kind: FileKind?, _ expected: FileKind?, _ isAllowed: Bool?) -> Bool {
    isAllowed ?? !(expected?.isCertain ?? false)
  }

  /// Whether it is a program.
  package var isProgram: Bool {
    remarks.contains {
      if case .program = $0 { true } else { false }
    }
  }
}

/// Passes over the bytes of a TOML document and counts its lines.
struct TOMLScanner {
  private let bytes: [UInt8]
  private var index = 0
  /// Counted from 1.
  private(set) var line = 1

  /// Throws `TOMLError` where the bytes are not UTF-8 or hold a control character.
  init(_ bytes: [UInt8]) throws(TOMLError) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let lines = bytes[start...].split(separator: 0x0A, omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      guard String(validating: line, as: UTF8.self) != nil else {
        throw TOMLError(line: number + 1, message: "this is not UTF-8; save the file in that encoding")
      }
      let content = line.last == 0x0D && number < lines.count - 1 ? line.dropLast() : line
      if let control = content.first(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
        let digits = String(control, radix: 16, uppercase: true)
        let name = "U+00\(digits.utf8.count < 2 ? "0" : "")\(digits)"
        throw TOMLError(line: number + 1, message: "there is a control character, \(name); remove it")
      }
    }
    self.bytes = Array(bytes[start...])
  }

  var isAtEnd: Bool { index == bytes.count }
  var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  func fault(_ message: String) -> TOMLError { TOMLError(line: line, message: message) }

  mutating func advance() {
    if bytes[index] == 0x0A { line += 1 }
    index += 1
  }

  /// Passes a mark of one line, when it stands here.
  mutating func skip(_ mark: StaticString) -> Bool {
    let isHere = mark.withUTF8Buffer { bytes[index...].starts(with: $0) }
    if isHere { index += mark.utf8CodeUnitCount }
    return isHere
  }

  mutating func skipBlanks() { while next == 0x20 || next == 0x09 { index += 1 } }

  mutating func take(while isPart: (UInt8) -> Bool) -> String {
    let start = index
    while let next, isPart(next) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// Passes blanks, a comment and the end of the line; throws when there is anything else.
  mutating func endLine() throws(TOMLError) {
    skipBlanks()
    if next == UInt8(ascii: "#") { while let next, next != 0x0A { index += 1 } }
    if next == 0x0D { index += 1 }
    guard let next else { return }
    guard next == 0x0A else { throw fault("something follows here that does not belong to it; put texts into quotes") }
    advance()
  }

  /// Passes blanks, comments and ends of lines.
  mutating func skipLines() throws(TOMLError) {
    skipBlanks()
    while let next, next == 0x0A || next == 0x0D || next == UInt8(ascii: "#") {
      try endLine()
      skipBlanks()
    }
  }

  static func isBareKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// What booleans, numbers, dates and times are made of.
  static func isWord(_ byte: UInt8) -> Bool { isBareKey(byte) || "+.:".utf8.contains(byte) }
}

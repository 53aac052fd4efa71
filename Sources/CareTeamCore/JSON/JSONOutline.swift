/// Where the parts of a JSON text are, found without reading them: a scan that needs no stack and no memory for what it
/// passes over, so that one part can be read, or found wrong, without the others.
///
/// Brackets are counted and strings passed over (RFC 8259); whatever is inside a part is for the reader to judge.
struct JSONOutline {
  let bytes: [UInt8]

  /// The members of the object that is this part; nil when it is none.
  func members(of part: Range<Int>) -> [(key: String, value: Range<Int>)]? {
    var members: [(key: String, value: Range<Int>)] = []
    let isObject = pieces(of: part, open: UInt8(ascii: "{"), close: UInt8(ascii: "}")) { index in
      guard let key = value(at: index), bytes[key.lowerBound] == UInt8(ascii: "\""),
        case .string(let name)? = try? JSON(parsing: Array(bytes[key])),
        case let colon = space(from: key.upperBound), colon < bytes.count, bytes[colon] == UInt8(ascii: ":"),
        let value = value(at: space(from: colon + 1))
      else { return nil }
      members.append((name, value))
      return value.upperBound
    }
    return isObject ? members : nil
  }

  /// The elements of the array that is this part; nil when it is none.
  func elements(of part: Range<Int>) -> [Range<Int>]? {
    var elements: [Range<Int>] = []
    let isArray = pieces(of: part, open: UInt8(ascii: "["), close: UInt8(ascii: "]")) { index in
      guard let element = value(at: index) else { return nil }
      elements.append(element)
      return element.upperBound
    }
    return isArray ? elements : nil
  }

  /// The text without the white space around it.
  var whole: Range<Int> {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let start = space(from: bytes.starts(with: mark) ? mark.count : 0)
    var end = bytes.count
    while end > start, Self.isSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// Passes from piece to piece of a list in brackets; `take` is given where one begins and says where it ends.
  private func pieces(of part: Range<Int>, open: UInt8, close: UInt8, _ take: (Int) -> Int?) -> Bool {
    guard part.count >= 2, bytes[part.lowerBound] == open, bytes[part.upperBound - 1] == close else { return false }
    var index = space(from: part.lowerBound + 1)
    if index == part.upperBound - 1 { return true }
    while index < part.upperBound {
      guard let end = take(index) else { return false }
      index = space(from: end)
      guard index < part.upperBound else { return false }
      if bytes[index] == close { return index == part.upperBound - 1 }
      guard bytes[index] == UInt8(ascii: ",") else { return false }
      index = space(from: index + 1)
    }
    return false
  }

  /// The value that begins here; nil when it has no end.
  private func value(at start: Int) -> Range<Int>? {
    guard start < bytes.count else { return nil }
    var index = start
    var depth = 0
    repeat {
      guard index < bytes.count else { return nil }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        guard let end = string(from: index) else { return nil }
        index = end
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth < 0 { return nil }
      case _ where depth == 0: return word(from: index)
      default: break
      }
      index += 1
    } while depth > 0
    return start..<index
  }

  private func string(from start: Int) -> Int? {
    var index = start + 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""): return index + 1
      case UInt8(ascii: "\\"): index += 2
      default: index += 1
      }
    }
    return nil
  }

  private func word(from start: Int) -> Range<Int>? {
    let end = bytes[start...].firstIndex { Self.isSpace($0) || ",]}:\"".utf8.contains($0) } ?? bytes.count
    return end > start ? start..<end : nil
  }

  private func space(from start: Int) -> Int {
    var index = start
    while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
    return index
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}

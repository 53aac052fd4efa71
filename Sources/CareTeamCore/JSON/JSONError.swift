/// Why a text is not acceptable JSON, with the byte offset where that showed.
package struct JSONError: Error, Equatable, Sendable {
  /// What is wrong.
  package enum Reason: Equatable, Sendable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case badNumber
    case badEscape
    case duplicateKey(String)
    case tooDeep
    case tooMany
    case trailingText
  }

  /// What is wrong.
  package var reason: Reason
  /// Bytes before the fault.
  package var offset: Int

  /// One clause for a person, such as `a value that is cut off at byte 12`.
  package var message: String {
    switch reason {
    case .unexpectedEnd: "JSON that is cut off at byte \(offset)"
    case .unexpectedByte(let byte): "JSON with an unexpected byte 0x\(String(byte, radix: 16)) at \(offset)"
    case .badNumber: "JSON with a malformed number at byte \(offset)"
    case .badEscape: "JSON with a malformed escape at byte \(offset)"
    case .duplicateKey(let key): "JSON with the member ‘\(key.shortened(to: 64))’ twice in one object at byte \(offset)"
    case .tooDeep: "JSON nested too deeply at byte \(offset)"
    case .tooMany: "JSON with too many values at byte \(offset)"
    case .trailingText: "JSON with something after its end at byte \(offset)"
    }
  }
}

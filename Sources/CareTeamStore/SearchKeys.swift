import Crypto

import struct Foundation.Data

/// How the search index hashes words, so that none of them stands in it.
///
/// A term is 40 bits of HMAC-SHA256: enough that two words seldom share one, and where they do the text decides. It is
/// written as 8 letters and digits (RFC 4648 §6), which FTS5 takes for a word.
struct SearchKeys {
  /// What a term stands for, so that a word as a subject is another term than the word itself.
  enum Kind: UInt8 {
    /// A word of the text, of the subject or of a file's name.
    case word = 0x77
    case subject = 0x73
    case file = 0x66
    /// A person who sent it or got it.
    case person = 0x70
    case sender = 0x71
    case conversation = 0x63
    /// The first two letters of a word.
    case beginning = 0x62
    /// The key itself.
    case check = 0x6B
  }

  private let words: SymmetricKey
  private let vocabulary: SymmetricKey
  private var known: [Name: Int64] = [:]
  private var knownWords: [String: Int64] = [:]
  private var met: Set<Int64> = []
  /// The most terms that are kept in memory.
  private static let mostKnown = 100_000

  private struct Name: Hashable {
    var text: String
    var kind: Kind
  }

  /// The keys that follow from the one of the index.
  init(_ key: SymmetricKey) {
    words = HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("words".utf8), outputByteCount: 32)
    vocabulary = HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("vocabulary".utf8), outputByteCount: 32)
  }

  /// What the index notes of the key, by which another one is noticed.
  var check: Int64 { hash("", .check) }

  /// The term of a text, 40 bits.
  mutating func term(_ text: String, _ kind: Kind) -> Int64 {
    guard kind != .word else { return term(text) }
    let name = Name(text: text, kind: kind)
    if let term = known[name] { return term }
    if known.count >= Self.mostKnown { known.removeAll() }
    let term = hash(text, kind)
    known[name] = term
    return term
  }

  /// The term of a word.
  mutating func term(_ word: String) -> Int64 {
    if let term = knownWords[word] { return term }
    if knownWords.count >= Self.mostKnown { knownWords.removeAll() }
    let term = hash(word, .word)
    knownWords[word] = term
    return term
  }

  /// Whether a term is asked about for the first time.
  mutating func isNew(_ term: Int64) -> Bool {
    if met.count >= Self.mostKnown { met.removeAll() }
    return met.insert(term).inserted
  }

  private func hash(_ text: String, _ kind: Kind) -> Int64 {
    var authentication = HMAC<SHA256>(key: words)
    authentication.update(data: [kind.rawValue])
    authentication.update(data: Array(text.utf8))
    return authentication.finalize().withUnsafeBytes { bytes in
      bytes.prefix(5).reduce(0) { $0 << 8 | Int64($1) }
    }
  }

  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  /// A term as FTS5 has it.
  static func text(_ term: Int64) -> String {
    String(unsafeUninitializedCapacity: 8) { buffer in
      for index in 0..<8 { buffer.initializeElement(at: index, to: alphabet[Int(term >> Int64(35 - 5 * index) & 31)]) }
      return 8
    }
  }

  /// A word for the list of words by their beginnings, sealed for its place there (AES-GCM, NIST SP 800-38D).
  func seal(_ word: String, as term: Int64) throws(StoreError) -> Data {
    let box = try? AES.GCM.seal(Array(word.utf8), using: vocabulary, authenticating: Array(Self.text(term).utf8))
    guard let sealed = box?.combined else { throw .io("a word cannot be sealed") }
    return sealed
  }

  /// A word of that list; nil for what was not sealed for this place.
  func open(_ sealed: Data, as term: Int64) -> String? {
    guard let box = try? AES.GCM.SealedBox(combined: sealed),
      let word = try? AES.GCM.open(box, using: vocabulary, authenticating: Array(Self.text(term).utf8))
    else { return nil }
    return String(validating: word, as: UTF8.self)
  }
}

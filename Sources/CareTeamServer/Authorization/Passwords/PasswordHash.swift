import CareTeamCore
import Crypto
import CryptoExtras
import Foundation

/// What is kept of a password: scrypt (RFC 7914) with its parameters beside it, in PHC's string format.
package struct PasswordHash: Sendable, Equatable {
  /// How much work a guess is.
  package struct Cost: Sendable, Equatable {
    /// The logarithm of N: memory and time double with each step.
    var logRounds: Int
    var blockSize: Int
    var parallelism: Int

    /// What new passwords get: 32 MiB for each guess, one of the settings OWASP's password storage page calls equal.
    package static let standard = Cost(logRounds: 15, blockSize: 8, parallelism: 3)
    /// For a password that everybody may know.
    package static let published = Cost(logRounds: 8, blockSize: 8, parallelism: 1)

    /// A stored cost is only believed within bounds, so that a damaged row cannot take all memory.
    fileprivate var isSane: Bool {
      (1...20).contains(logRounds) && (1...16).contains(blockSize) && (1...16).contains(parallelism)
    }
  }

  let cost: Cost
  private let salt: [UInt8]
  private let key: SymmetricKey

  /// The hash of a new password, with a salt of its own.
  package init(of password: String, cost: Cost = .standard) throws {
    self.cost = cost
    salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    key = try Self.derive(password, salt: salt, cost: cost)
  }

  /// A hash that no password is known for.
  static func ofNobody(cost: Cost) -> PasswordHash? {
    let parameters = "ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
    return PasswordHash("$scrypt$\(parameters)$\(Secret.random().prefix(22))$\(Secret.random())")
  }

  /// Reads `$scrypt$ln=15,r=8,p=3$SALT$KEY`; nil for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
      let salt = Base64.decodeFromURL(String(parts[3])), let key = Base64.decodeFromURL(String(parts[4])),
      !salt.isEmpty, key.count == 32
    else { return nil }
    var numbers: [Substring: Int] = [:]
    for pair in parts[2].split(separator: ",") {
      let sides = pair.split(separator: "=")
      if sides.count == 2, let number = Int(sides[1]) { numbers[sides[0]] = number }
    }
    guard let rounds = numbers["ln"], let blockSize = numbers["r"], let parallelism = numbers["p"] else { return nil }
    cost = Cost(logRounds: rounds, blockSize: blockSize, parallelism: parallelism)
    guard cost.isSane else { return nil }
    self.salt = salt
    self.key = SymmetricKey(data: key)
  }

  /// As it is stored.
  var text: String {
    let parameters = "ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
    let bytes = key.withUnsafeBytes { Array($0) }
    return "$scrypt$\(parameters)$\(Base64.encodeForURL(salt))$\(Base64.encodeForURL(bytes))"
  }

  /// Whether this is the password; the comparison takes the same time whatever differs.
  func matches(_ password: String) -> Bool {
    guard let other = try? Self.derive(password, salt: salt, cost: cost) else { return false }
    return other == key
  }

  /// The same characters are the same password however a keyboard composes them (RFC 8265 §4.2).
  private static func derive(_ password: String, salt: [UInt8], cost: Cost) throws -> SymmetricKey {
    try KDF.Scrypt.deriveKey(
      from: Array(password.precomposedStringWithCanonicalMapping.utf8), salt: salt, outputByteCount: 32,
      rounds: 1 << cost.logRounds, blockSize: cost.blockSize, parallelism: cost.parallelism)
  }
}

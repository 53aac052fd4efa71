/// A way in which a file gets damaged, always the same for the same arguments.
enum Damage: CustomStringConvertible, Sendable {
  /// A page is zero.
  case zero(page: Int)
  /// A page has other bytes.
  case garbage(page: Int)
  /// The file ends in its middle.
  case half
  /// The first 100 bytes are others.
  case header
  /// The whole file has other bytes.
  case everything
  /// Nothing is left but the name.
  case empty

  static let pageSize = 4096

  func applied(to bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    switch self {
    case .zero(let page): Self.replace(&bytes, page: page) { _ in 0 }
    case .garbage(let page):
      var noise = Noise(seed: UInt64(page))
      Self.replace(&bytes, page: page) { _ in noise.byte() }
    case .half: bytes.removeLast(bytes.count / 2)
    case .header:
      var noise = Noise(seed: 1)
      for index in 0..<100 { bytes[index] = noise.byte() }
    case .everything:
      var noise = Noise(seed: 2)
      for index in bytes.indices { bytes[index] = noise.byte() }
    case .empty: bytes = []
    }
    return bytes
  }

  private static func replace(_ bytes: inout [UInt8], page: Int, _ byte: (Int) -> UInt8) {
    for index in (page - 1) * pageSize..<page * pageSize { bytes[index] = byte(index) }
  }

  var description: String {
    switch self {
    case .zero(let page): "page \(page) zero"
    case .garbage(let page): "page \(page) garbage"
    case .half: "half"
    case .header: "header"
    case .everything: "everything"
    case .empty: "empty"
    }
  }
}

/// Bytes that look random and are the same each time (a linear congruential generator, Knuth's MMIX).
struct Noise {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func byte() -> UInt8 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 56)
  }
}

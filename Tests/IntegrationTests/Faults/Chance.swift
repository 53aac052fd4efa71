import Glibc
import Synchronization

/// Chance that can be repeated: the numbers follow from a seed, which is printed and which CARETEAM_FAULT_SEED sets.
final class Chance: Sendable {
  let seed: UInt64
  private let state: Mutex<UInt64>

  init(_ scenario: String) {
    let given = getenv("CARETEAM_FAULT_SEED").flatMap { UInt64(String(cString: $0)) }
    seed = given ?? .random(in: 0...999_999)
    state = Mutex(seed)
    print("\(scenario): CARETEAM_FAULT_SEED=\(seed)")
    fflush(nil)
  }

  /// A number of a range.
  func number(in range: ClosedRange<Int>) -> Int {
    var generator = Generator(chance: self)
    return Int.random(in: range, using: &generator)
  }

  /// A number of a range.
  func number(in range: ClosedRange<Double>) -> Double {
    var generator = Generator(chance: self)
    return Double.random(in: range, using: &generator)
  }

  /// Whether one of so many times it is so.
  func oneIn(_ count: Int) -> Bool { number(in: 1...count) == 1 }

  /// Bytes that are no text.
  func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 33) } }

  /// SplitMix64, the generator that seeds others.
  private func next() -> UInt64 {
    state.withLock { state in
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private struct Generator: RandomNumberGenerator {
    let chance: Chance
    func next() -> UInt64 { chance.next() }
  }
}

import CareTeamCore
import Synchronization

/// How often somebody may try to log in: by name and address together, by name, and by address.
///
/// The strict limit is on the pair, so that a stranger who guesses at a name does not lock its owner out. The looser
/// one on the name slows guesses from many addresses down; it spares the addresses from which that name has logged in.
final class LoginLimit: Sendable {
  private let pairs = AttemptLimit(.init(free: 5, first: 30, longest: 900))
  private let names = AttemptLimit(.init(free: 50, first: 60, longest: 60))
  private let addresses = AttemptLimit(.init(free: 60, first: 30, longest: 900))
  private let known = Mutex<Set<String>>([])

  /// How many seconds to wait; nil counts an attempt and lets it go on.
  func begin(_ name: String, from address: ClientAddress, at now: Instant) -> Int? {
    let pair = Self.pair(name, address)
    let isKnown = known.withLock { $0.contains(pair) }
    let waits = [
      pairs.wait(pair, at: now), address.isLoopback ? nil : addresses.wait(address.key, at: now),
      isKnown ? nil : names.wait(name, at: now),
    ]
    if let longest = waits.compactMap({ $0 }).max() { return longest }
    pairs.count(pair, at: now)
    addresses.count(address.key, at: now)
    if !isKnown { names.count(name, at: now) }
    return nil
  }

  /// Says that the attempt was right. The address gets back this attempt only: else one password would pay for guesses
  /// at others.
  func succeed(_ name: String, from address: ClientAddress) {
    let pair = Self.pair(name, address)
    pairs.forget(pair)
    addresses.takeBack(address.key)
    let isNew = known.withLock { known in
      if known.count >= 20_000 { known = [] }
      return known.insert(pair).inserted
    }
    if isNew { names.takeBack(name) }
  }

  private static func pair(_ name: String, _ address: ClientAddress) -> String { address.key + " " + name }
}

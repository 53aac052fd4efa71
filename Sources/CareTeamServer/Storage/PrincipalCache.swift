import CareTeamCore
import Synchronization

/// Principals by the hash of their token, until something they follow from changes.
final class PrincipalCache: Sendable {
  struct Entry: Sendable {
    var principal: Principal
    /// Milliseconds since 1970; nil never expires.
    var expires: Int64?
  }

  private struct State {
    var generation = 0
    var entries: [String: Entry] = [:]
  }

  private let state = Mutex(State())

  /// The types whose change can open or close compartments.
  static let types: Set<String> = ["CareTeam", "Patient", "RelatedPerson", "Practitioner"]

  /// What is known of a token, and the generation that what is looked up now belongs to.
  func entry(_ hash: String) -> (entry: Entry?, generation: Int) {
    state.withLock { ($0.entries[hash], $0.generation) }
  }

  /// Keeps what was looked up, unless it may have changed since.
  func keep(_ entry: Entry, for hash: String, generation: Int) {
    state.withLock { state in
      guard state.generation == generation else { return }
      if state.entries.count >= 10_000 { state.entries = [:] }
      state.entries[hash] = entry
    }
  }

  func forget() {
    state.withLock { state in
      state.generation += 1
      state.entries = [:]
    }
  }
}

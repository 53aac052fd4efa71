import Dispatch
import Synchronization

/// Hashes passwords on a thread of its own, one after the other: it is slow on purpose, and takes 32 MiB each time.
final class PasswordWorker: Sendable {
  /// More than these wait for nothing but their end.
  private static let longestQueue = 40

  /// What a hash costs where there is none to go by.
  private let cost: PasswordHash.Cost
  private let queue = DispatchQueue(label: "careteam.passwords")
  private let waiting = Mutex(0)

  init(cost: PasswordHash.Cost) { self.cost = cost }

  /// The hash to hold a password against: an unknown user's is held against nobody's, which costs what others' do.
  func standIn(for hash: PasswordHash?, like cost: PasswordHash.Cost?) -> PasswordHash? {
    hash ?? PasswordHash.ofNobody(cost: cost ?? self.cost)
  }

  /// Whether a password is the one of a hash; without a hash the work is done that one of this cost would be, and the
  /// answer is no.
  func matches(
    _ password: String, _ hash: PasswordHash?, like cost: PasswordHash.Cost?
  ) async throws(OAuthError) -> Bool {
    guard
      waiting.withLock({
        $0 += 1; return $0
      }) <= Self.longestQueue
    else {
      waiting.withLock { $0 -= 1 }
      throw OAuthError(.temporarilyUnavailable, "Too many people log in at this moment. Try again.", retryAfter: 5)
    }
    defer { waiting.withLock { $0 -= 1 } }
    let tried = standIn(for: hash, like: cost)
    return await withCheckedContinuation { continuation in
      queue.async {
        let isRight = tried?.matches(password) ?? false
        continuation.resume(returning: isRight && hash != nil)
      }
    }
  }
}

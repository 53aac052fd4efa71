import Dispatch
import Synchronization

/// Hashes passwords on a thread of its own, one after the other: it is slow on purpose, and takes 32 MiB each time.
final class PasswordWorker: Sendable {
  /// More than these wait for nothing but their end.
  private static let longestQueue = 40

  /// The hash that an unknown user's password is held against, so that it is the same work.
  private let nobody: PasswordHash?
  private let queue = DispatchQueue(label: "careteam.passwords")
  private let waiting = Mutex(0)

  init(cost: PasswordHash.Cost) { nobody = PasswordHash.ofNobody(cost: cost) }

  /// Whether a password is the one of a hash; without a hash the same work is done, and the answer is no.
  func matches(_ password: String, _ hash: PasswordHash?) async throws(OAuthError) -> Bool {
    guard
      waiting.withLock({
        $0 += 1; return $0
      }) <= Self.longestQueue
    else {
      waiting.withLock { $0 -= 1 }
      throw OAuthError(.temporarilyUnavailable, "Too many people log in at this moment. Try again.", retryAfter: 5)
    }
    defer { waiting.withLock { $0 -= 1 } }
    let nobody = nobody
    return await withCheckedContinuation { continuation in
      queue.async {
        let isRight = (hash ?? nobody)?.matches(password) ?? false
        continuation.resume(returning: isRight && hash != nil)
      }
    }
  }
}

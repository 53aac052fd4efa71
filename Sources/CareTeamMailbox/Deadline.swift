/// The end of the time a command allows the network.
package struct Deadline: Sendable, Equatable {
  private let end: ContinuousClock.Instant?

  /// This long from now; nil waits as long as bytes move.
  package init(_ duration: Duration?) { end = duration.map { ContinuousClock.now + $0 } }

  private init(end: ContinuousClock.Instant?) { self.end = end }

  /// The same after a pause that does not count.
  package func later(by duration: Duration) -> Deadline { Deadline(end: end.map { $0 + duration }) }

  /// What is left, never negative; nil without an end.
  package var remaining: Duration? { end.map { max(.zero, $0 - ContinuousClock.now) } }

  /// Whether nothing is left.
  package var hasPassed: Bool { remaining == .zero }
}

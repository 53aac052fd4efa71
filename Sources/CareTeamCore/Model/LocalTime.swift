/// The time zone of whoever reads: given as a function, since its offset changes over the year and Core has no clock.
package struct LocalTime: Sendable {
  private let offsetAt: @Sendable (Instant) -> Int64

  /// A time zone by its offset at a moment, in seconds east of UTC.
  package init(_ offset: @escaping @Sendable (Instant) -> Int64) { offsetAt = offset }

  /// The offset at a moment, in seconds east of UTC.
  package func offset(at instant: Instant) -> Int64 { offsetAt(instant) }

  /// The day of a moment.
  package func day(of instant: Instant) -> CivilDate {
    CivilDate(daysSince1970: (instant.seconds + offset(at: instant)).dividedDown(by: 86_400))
  }
}

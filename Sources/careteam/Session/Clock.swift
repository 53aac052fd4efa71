import CareTeamCore
@preconcurrency import Glibc

/// The machine's clock: the one place where time comes from.
enum Clock {
  /// The time now.
  static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec / 1_000_000 * 1_000_000))
  }

  /// The offset of the user's time zone at a moment, in seconds east of UTC.
  static func offset(at instant: Instant) -> Int64 {
    var seconds = time_t(instant.seconds)
    var local = tm()
    guard localtime_r(&seconds, &local) != nil else { return 0 }
    return Int64(local.tm_gmtoff)
  }
}

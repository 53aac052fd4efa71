extension Duration {
  /// Milliseconds, rounded up, and at least 1: to C libraries 0 means no limit.
  var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
    guard !milliseconds.overflow, milliseconds.partialValue < 1 << 40 else { return 1 << 40 }
    return max(1, Int(milliseconds.partialValue) + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }
}

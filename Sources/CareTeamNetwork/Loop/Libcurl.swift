import CCurl

/// The library itself: opened when it is first asked for.
enum Libcurl {
  /// Opens libcurl; nil when it is ready, else what is wrong and what to install.
  static func load() -> String? {
    switch ccurl_load() {
    case CCURL_READY: nil
    case CCURL_NO_LIBRARY: "libcurl.so.4 is not on this machine: install Debian's package libcurl4"
    default: "libcurl.so.4 on this machine is too old: careteam needs 7.68 or later"
    }
  }
}

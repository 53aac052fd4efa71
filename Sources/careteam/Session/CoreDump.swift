@preconcurrency import Glibc

/// What is left of a process that crashes.
enum CoreDump {
  /// Keeps the memory, with texts and the mailbox's key in it, out of core dumps, also where the system hands them to a
  /// program, which does not go by the limit (core(5)).
  static func forbid() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    let filter = open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC)
    guard filter >= 0 else { return }
    write(filter, "0", 1)
    close(filter)
  }
}

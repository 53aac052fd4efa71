import Glibc
import Testing

/// A user's machine whose home is on a disk of its own, so small that it can be full, or mounted for reading only.
///
/// Only the programs it runs see that disk: it is mounted in a mount namespace of their own (unshare(1)), in which each
/// test is one script of the shell.
struct SmallDisk {
  let home: Home

  /// Why there can be none here; nil when there can.
  static let missing: Comment? = {
    guard Binaries.find("unshare") != nil else { return "there is no unshare(1) to mount a small disk with" }
    let flags = geteuid() == 0 ? "-m" : "-rm"
    let command = "unshare \(flags) mount -t tmpfs -o size=1m tmpfs /tmp >/dev/null 2>&1"
    return system(command) == 0 ? nil : "no small disk can be mounted here, not even in a user namespace"
  }()

  /// Runs a script with the disk at `$disk`, careteam's home on it, and careteam as `$careteam`.
  ///
  /// - Returns: what it printed.
  func run(kilobytes: Int, _ script: String) async -> String {
    let folder = home.folder
    mkdir("\(folder.path)/disk", 0o700)
    let text = """
      disk=\(folder.path)/disk
      careteam=\(Binaries.careteam)
      mount -t tmpfs -o size=\(kilobytes)k,mode=700 tmpfs "$disk" || exit 1
      CARETEAM_HOME=$disk/home
      export CARETEAM_HOME
      cp -r \(folder.path)/home "$disk/home"
      # What one command prints, in short, and how it ends.
      try() { "$careteam" "$@" >"$disk.out" 2>"$disk.err"; status=$?; echo "$status $1: $(tail -n 1 "$disk.err")"; }
      # All that a user can see of what is stored.
      see() {
        for view in "list --all" "outbox list --all" "draft list" "cursor list"; do "$careteam" $view --offline 2>&1; done
        for view in c5 c3; do "$careteam" read $view --offline --peek; done
      }
      fill() { dd if=/dev/zero of="$disk/fill" bs=1k >/dev/null 2>&1; dd if=/dev/zero of="$disk/fill2" bs=1 count=4096 >/dev/null 2>&1; }
      drain() { rm -f "$disk/fill" "$disk/fill2"; }
      # Every file but SQLite's own beside the database, which it keeps for the next process.
      files() { (cd "$disk" && find . -type f | grep -v 'fill\\|sqlite3-' | sort); }
      \(script)
      """
    let file = folder.script(text, named: "disk.sh")
    let flags = geteuid() == 0 ? "-m" : "-rm"
    return await Shell.run(["unshare", flags, file], environment: home.environment, seconds: 60)
  }
}

import Glibc

/// A file system of a few megabytes that can be filled to the last byte (tmpfs(5)).
final class SmallDisk: Sendable {
  private let folder = TemporaryFolder()

  /// Where it is mounted.
  var path: String { folder.path }

  /// Mounts one; nil where that is not allowed, which is said.
  init?(megabytes: Int) async {
    _ = await Shell.run(
      ["mount", "-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0700", "careteam-test", folder.path],
      environment: Home().environment)
    guard FileContent.text("/proc/mounts").contains(" \(folder.path) tmpfs ") else {
      print("NOTE: no tmpfs can be mounted here (that takes root), so full disks are not tested")
      return nil
    }
  }

  deinit { umount2(folder.path, Int32(MNT_DETACH)) }

  /// Leaves no space.
  func fill() {
    let file = open("\(path)/filler", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    defer { close(file) }
    for size in [1 << 16, 1 << 12, 1] {
      let piece = [UInt8](repeating: 0x46, count: size)
      while write(file, piece, size) == size {}
    }
  }

  /// Gives the space back.
  func empty() { unlink("\(path)/filler") }
}

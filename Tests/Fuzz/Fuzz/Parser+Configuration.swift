import CareTeamCore
@preconcurrency import Glibc

extension Parser {
  /// The configuration file: taken, or refused with its name and a line.
  static let configuration = Parser(name: "configuration") { bytes in
    guard let file else { return }
    ftruncate(file.descriptor, 0)
    pwrite(file.descriptor, bytes, bytes.count, 0)
    do throws(CareTeamError) {
      _ = try Configuration(file: file.path, isRequired: true)
    } catch {
      hold(error.code == .configuration && error.message.hasPrefix(file.path), "‘\(error.message)’ says where")
      hold(error.exitStatus == 78, "a configuration's fault ends with 78")
    }
  }

  /// A file in memory, that nobody else sees.
  private static let file: (descriptor: Int32, path: String)? = {
    var template = Array("/dev/shm/careteam-fuzz-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    unlink(template)
    return descriptor < 0 ? nil : (descriptor, "/proc/self/fd/\(descriptor)")
  }()
}

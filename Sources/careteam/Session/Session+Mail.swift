import CareTeamCore
import CareTeamNetwork
@preconcurrency import Glibc

extension Session {
  /// The way to the mail server of the configuration.
  ///
  /// - Throws: `configuration` when there is none, or its password cannot be had.
  func mailSubmission() async throws(CareTeamError) -> MailSubmission {
    let mail = configuration.mail
    guard let server = mail.server else {
      throw CareTeamError(.configuration, "no mail server is configured; set ‘server’ in [mail] (careteam-config(5))")
    }
    try requireNetwork(for: "--mail-to")
    return MailSubmission(
      server: server, user: mail.user, password: try await password(mail),
      requiresTLS: mail.starttls ?? !server.isLoopback, certificateFile: cacert,
      timeout: options.timeout?.duration ?? .seconds(configuration.timeout))
  }

  private func password(_ mail: MailConfiguration) async throws(CareTeamError) -> String? {
    guard mail.user != nil else { return nil }
    switch mail.password {
    case nil:
      throw CareTeamError(
        .configuration, "[mail] has a user and no password; set ‘password-file’ or ‘password-command’")
    case .file(let path): return try Self.firstLine(of: try Self.secret(path), from: path)
    case .command(let words):
      let result = await BlockingWork.run { ChildProcess.capture(words) }
      switch result {
      case .failure(let error): throw CareTeamError(.configuration, error.message)
      case .success(let (status, output)):
        guard status == 0 else {
          throw CareTeamError(.configuration, "the password command \(words[0]) ended with \(status)")
        }
        return try Self.firstLine(of: output, from: words[0])
      }
    }
  }

  /// A file that nobody but its owner may read.
  private static func secret(_ path: String) throws(CareTeamError) -> [UInt8] {
    var facts = stat()
    guard stat(path, &facts) == 0, let bytes = PrivateFile.read(path, limit: 65_536) else {
      throw CareTeamError(.configuration, "cannot read the password file \(path); check its name and permissions")
    }
    guard facts.st_mode & 0o077 == 0 else {
      throw CareTeamError(.configuration, "others may read the password file \(path); run ‘chmod 600 \(path)’")
    }
    return bytes
  }

  private static func firstLine(of bytes: [UInt8], from source: String) throws(CareTeamError) -> String {
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    guard !line.isEmpty else { throw CareTeamError(.configuration, "there is no password in \(source)") }
    return String(decoding: line, as: UTF8.self)
  }
}

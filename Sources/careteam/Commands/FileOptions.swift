import ArgumentParser
import CareTeamCore
import CareTeamMailbox

/// What is done to files before they are sent.
struct FileOptions: ParsableArguments {
  @Flag(help: "Send photographs with all that they say about themselves.")
  var keepMetadata = false

  @Flag(help: "Send programs and scripts too.")
  var allowPrograms = false

  @OptionGroup var scanning: ScanOption
}

/// A user's own scanner.
struct ScanOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A program that each file is given to on its standard input first.", valueName: "cmd"))
  var scanCmd: String?
}

extension Session {
  /// What is done to files before they are sent, as asked for or configured.
  func fileRules(_ options: FileOptions) throws(CareTeamError) -> FileRules {
    FileRules(
      keepsMetadata: options.keepMetadata || configuration.keepsMetadata, allowsPrograms: options.allowPrograms,
      largest: configuration.largestAttachment, scan: try scanner(options.scanning)?.scan)
  }

  /// The scanner that was asked for or configured; nil where there is none.
  func scanner(_ option: ScanOption) throws(CareTeamError) -> FileScanner? {
    if let command = option.scanCmd { return try FileScanner(command, as: .usage, "--scan-cmd") }
    guard let command = configuration.scanCommand else { return nil }
    return try FileScanner(command, as: .configuration, "‘scan-cmd’ of the configuration")
  }
}

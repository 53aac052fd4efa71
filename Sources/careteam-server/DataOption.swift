import ArgumentParser
import Foundation

/// Where a server keeps its data, for every command.
struct DataOption: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: ArgumentHelp(
      "Keep the data in this folder. (default: $CARETEAM_HOME/server, else $XDG_DATA_HOME/careteam-server)",
      valueName: "dir"))
  var path: String?

  /// The folder that is meant.
  func folder() throws(ServeError) -> DataFolder {
    try DataFolder(option: path, environment: ProcessInfo.processInfo.environment)
  }
}

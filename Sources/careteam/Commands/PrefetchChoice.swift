import ArgumentParser
import CareTeamCore

/// Which attachments `sync` fetches ahead of time.
enum PrefetchChoice: ExpressibleByArgument, Equatable, Sendable {
  case none
  case all
  /// Those of at most this size.
  case upTo(ByteSize)

  init?(argument: String) {
    switch argument {
    case "none": self = .none
    case "all": self = .all
    default:
      guard let size = ByteSize(argument) else { return nil }
      self = .upTo(size)
    }
  }

  static var allValueStrings: [String] { ["none", "all"] }
}

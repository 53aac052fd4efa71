/// One conversation of the sample clinic, as it is written down in `DemoStories`.
struct DemoStory: Equatable {
  /// When a message was sent, relative to the filling of the clinic.
  enum Time: Equatable {
    /// So many weekdays before, at a time of day (UTC).
    case weekday(back: Int, minute: Int)
    /// So many minutes before.
    case minutesAgo(Int)
  }

  /// One message.
  struct Message: Equatable {
    var time: Time
    /// The sender's short name, see `DemoPerson`.
    var sender: String
    /// Names of attached `DemoFile`s.
    var files: [String]
    var isRetracted: Bool
    var text: String
  }

  var id: String
  var type: String
  var status: String
  var priority: String
  var medium: String
  var subject: String
  /// The short name of the patient.
  var patient: String
  /// The short names of the clinicians.
  var team: [String]
  /// How many of the newest messages addressed to someone they have not read.
  var unread: [String: Int]
  /// How many of the newest messages addressed to someone have not reached them.
  var undelivered: [String: Int]
  var messages: [Message]
}

/// What is wrong with a written story; a fault of this source, found by its tests.
package struct DemoStoryError: Error, Equatable {
  /// The line that cannot be read.
  package var line: String
}

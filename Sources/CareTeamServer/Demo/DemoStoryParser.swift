/// Reads stories: `== id type status priority medium` begins a conversation, `key: value` lines describe it,
/// `@ -3 09:15 name [file:F] [retracted]` or `@ now-25 name` begins a message, and its text follows.
struct DemoStoryParser {
  private var stories: [DemoStory] = []

  /// The stories of a text, in order.
  static func stories(in text: String) throws(DemoStoryError) -> [DemoStory] {
    var parser = DemoStoryParser()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) { try parser.take(String(line)) }
    return parser.stories.map { story in
      var story = story
      for index in story.messages.indices { story.messages[index].text.trimEnd() }
      return story
    }
  }

  private mutating func take(_ line: String) throws(DemoStoryError) {
    if line.hasPrefix("== ") {
      stories.append(try Self.heading(line))
    } else if stories.isEmpty {
      guard line.isEmpty else { throw DemoStoryError(line: line) }
    } else if line.hasPrefix("@ ") {
      stories[stories.count - 1].messages.append(try Self.message(line))
    } else if stories[stories.count - 1].messages.isEmpty {
      try describe(line)
    } else {
      let last = stories[stories.count - 1].messages.count - 1
      let isFirst = stories[stories.count - 1].messages[last].text.isEmpty
      stories[stories.count - 1].messages[last].text += (isFirst ? "" : "\n") + line
    }
  }

  private static func heading(_ line: String) throws(DemoStoryError) -> DemoStory {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 6 else { throw DemoStoryError(line: line) }
    return DemoStory(
      id: words[1], type: words[2], status: words[3], priority: words[4], medium: words[5], subject: "",
      patient: "", team: [], unread: [:], undelivered: [:], messages: [])
  }

  private mutating func describe(_ line: String) throws(DemoStoryError) {
    let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw DemoStoryError(line: line) }
    let value = String(parts[1].drop { $0 == " " })
    let words = value.split(separator: " ").map(String.init)
    let index = stories.count - 1
    switch (parts[0], words.first) {
    case ("subject", _?): stories[index].subject = value
    case ("patient", let name?): stories[index].patient = name
    case ("team", _?): stories[index].team = words
    case ("unread", let name?): stories[index].unread[name] = words.last.flatMap { Int($0) }
    case ("undelivered", let name?): stories[index].undelivered[name] = words.last.flatMap { Int($0) }
    default: throw DemoStoryError(line: line)
    }
  }

  private static func message(_ line: String) throws(DemoStoryError) -> DemoStory.Message {
    var words = line.split(separator: " ").dropFirst().map(String.init)
    guard let time = time(&words), let sender = words.first else { throw DemoStoryError(line: line) }
    let files = words.filter { $0.hasPrefix("file:") }.map { String($0.dropFirst(5)) }
    return DemoStory.Message(
      time: time, sender: sender, files: files, isRetracted: words.contains("retracted"), text: "")
  }

  private static func time(_ words: inout [String]) -> DemoStory.Time? {
    guard let first = words.first else { return nil }
    words.removeFirst()
    if first.hasPrefix("now-") { return Int(first.dropFirst(4)).map { .minutesAgo($0) } }
    guard first.hasPrefix("-"), let back = Int(first.dropFirst()), let clock = words.first else { return nil }
    words.removeFirst()
    let parts = clock.split(separator: ":").compactMap { Int($0) }
    guard parts.count == 2 else { return nil }
    return .weekday(back: back, minute: parts[0] * 60 + parts[1])
  }
}

extension String {
  fileprivate mutating func trimEnd() {
    while let last, last.isWhitespace { removeLast() }
  }
}

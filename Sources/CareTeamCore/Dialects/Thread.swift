extension Reference {
  /// A conversation that there is no resource of, by what its messages have in common; nil for what is too long to tell
  /// from all others by.
  init?(thread name: String) {
    guard name.utf8.count <= 1000 else { return nil }
    self.init(type: Self.thread, naming: name)
  }

  /// Whether it names a conversation that there is no resource of.
  package var isThread: Bool { type == Self.thread }

  /// No resource type of FHIR.
  private static let thread = "Thread"
}

extension Resource {
  /// The extension by which a message names its thread, as several national and vendors' guides have one, each of its
  /// own name; and the thread's id in it.
  package var threadExtension: (json: JSON, id: String)? {
    for json in json["extension"]?.array ?? [] {
      guard let url = json["url"]?.string, Self.namesThread(url) else { continue }
      let values = ["valueString", "valueUri", "valueId", "valueUuid", "valueUrl", "valueCode"].map { json[$0]?.string }
      let id = values.lazy.compactMap { $0 }.first ?? json["valueIdentifier"]?["value"]?.string
      if let id = id ?? json["valueReference"]?["reference"]?.string, !id.isEmpty { return (json, id) }
    }
    return nil
  }

  /// Whether it says itself what it is about.
  var isTitled: Bool { (concepts("topic") + concepts("reasonCode")).contains { $0.words != nil } }

  /// Everyone who writes or reads it, in an order that does not depend on who does which.
  var everyone: String {
    let people = people("sender") + people("recipient")
    return Set(people.map(\.reference.description)).sorted().joined(separator: ",")
  }

  private static func namesThread(_ url: String) -> Bool {
    let name = url.split { "/#:".contains($0) }.last ?? ""
    let letters = name.lowercased().filter(\.isLetter)
    return ["threadid", "conversationid", "messagethread", "threadidentifier"].contains { letters.contains($0) }
  }
}

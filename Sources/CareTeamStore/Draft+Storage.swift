import CareTeamCore

extension NewConversation {
  /// The conversation to begin as JSON.
  var stored: JSON {
    [
      "recipients": .array(recipients.map(\.stored)), "patient": patient.stored, "subject": .string(subject),
      "type": .string(type.rawValue), "priority": .string(priority.rawValue),
    ]
  }

  /// The conversation to begin of stored JSON.
  init(stored json: JSON, me: Reference?) throws {
    guard let patient = json["patient"].flatMap({ Participant(stored: $0, me: me) }) else {
      throw StoreError.damaged("a draft does not say whom it is about")
    }
    self.init(
      recipients: (json["recipients"]?.array ?? []).compactMap { Participant(stored: $0, me: me) }, patient: patient,
      subject: json["subject"]?.string ?? "",
      type: json["type"]?.string.flatMap { MessageType(rawValue: $0) } ?? .other,
      priority: json["priority"]?.string.flatMap { Priority(rawValue: $0) } ?? .routine)
  }
}

extension Participant {
  /// The participant as JSON.
  fileprivate var stored: JSON {
    [
      "reference": .string(reference.description), "name": .string(name), "role": .string(role.rawValue),
    ]
  }

  /// The participant of stored JSON.
  fileprivate init?(stored json: JSON, me: Reference?) {
    guard let reference = json["reference"]?.string.flatMap({ Reference($0) }) else { return nil }
    self.init(
      reference: reference, name: json["name"]?.string, role: json["role"]?.string.flatMap { Role(rawValue: $0) },
      isSelf: reference == me)
  }
}

extension DraftAttachment {
  /// The file as JSON.
  var stored: JSON {
    [
      "path": .string(path), "filename": .string(filename), "contentType": .string(contentType),
      "size": .number(String(size)), "sha256": .string(sha256), "sha1": .string(sha1),
    ]
  }

  /// The file of stored JSON.
  init(stored json: JSON) {
    self.init(
      path: json["path"]?.string ?? "", filename: json["filename"]?.string ?? "",
      contentType: json["contentType"]?.string ?? "", size: Int64(json["size"]?.int ?? 0),
      sha256: json["sha256"]?.string ?? "", sha1: json["sha1"]?.string ?? "")
  }
}

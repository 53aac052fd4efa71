/// A named fault of the network or of a gateway.
struct NetworkFault: Sendable {
  let name: String
  let fault: ProxyFault
  let target: ProxyTarget

  /// What befalls the create of a message, once; a look-up after it works.
  static func ofCreates(_ chance: Chance) -> [NetworkFault] {
    [
      NetworkFault(name: "the answer is lost after the server stored it", fault: .dropAnswer, target: .creates),
      NetworkFault(name: "429", fault: .answer("429 Too Many Requests"), target: .creates),
      NetworkFault(name: "500", fault: .answer("500 Internal Server Error"), target: .creates),
      NetworkFault(name: "503", fault: .answer("503 Service Unavailable"), target: .creates),
      NetworkFault(name: "502 after storing", fault: .replaceAnswer("502 Bad Gateway"), target: .creates),
      NetworkFault(name: "504 after storing", fault: .replaceAnswer("504 Gateway Timeout"), target: .creates),
      NetworkFault(name: "rubbish", fault: .garbage(chance.bytes(500)), target: .creates),
      NetworkFault(name: "an empty 200", fault: .answer("200 OK"), target: .creates),
      NetworkFault(name: "an empty 200 after storing", fault: .replaceAnswer("200 OK"), target: .creates),
      NetworkFault(name: "half of the JSON", fault: .truncate, target: .creates),
      NetworkFault(name: "an answer cut off", fault: .cutAnswer, target: .creates),
      NetworkFault(name: "an answer that trickles", fault: .trickle, target: .creates),
      NetworkFault(name: "no answer", fault: .silence, target: .creates),
      NetworkFault(name: "no answer after storing", fault: .silenceAfter, target: .creates),
    ]
  }

  /// What befalls the upload of a file.
  static func ofUploads(_ chance: Chance) -> [NetworkFault] {
    [
      NetworkFault(name: "an upload cut off half-way", fault: .cutUpload, target: .uploads),
      NetworkFault(name: "the answer to an upload is lost", fault: .dropAnswer, target: .uploads),
      NetworkFault(name: "503 to an upload", fault: .answer("503 Service Unavailable"), target: .uploads),
      NetworkFault(
        name: "502 to an upload that was stored", fault: .replaceAnswer("502 Bad Gateway"), target: .uploads),
      NetworkFault(name: "rubbish to an upload", fault: .garbage(chance.bytes(500)), target: .uploads),
      NetworkFault(name: "an empty 200 to an upload", fault: .answer("200 OK"), target: .uploads),
      NetworkFault(name: "no answer to an upload", fault: .silenceAfter, target: .uploads),
    ]
  }

  /// What befalls the download of a file.
  static func ofDownloads(_ chance: Chance) -> [NetworkFault] {
    [
      NetworkFault(name: "a download cut off", fault: .cutAnswer, target: .downloads),
      NetworkFault(name: "half of the file, as if it were all", fault: .truncate, target: .downloads),
      NetworkFault(name: "another file", fault: .replaceAnswer("200 OK", body: chance.bytes(5000)), target: .downloads),
      NetworkFault(name: "rubbish for a file", fault: .garbage(chance.bytes(500)), target: .downloads),
      NetworkFault(name: "502 for a file", fault: .answer("502 Bad Gateway"), target: .downloads),
      NetworkFault(name: "an empty 200 for a file", fault: .answer("200 OK"), target: .downloads),
      NetworkFault(name: "a file that trickles", fault: .trickle, target: .downloads),
      NetworkFault(name: "no file", fault: .silence, target: .downloads),
    ]
  }

  /// What befalls every request until it is over.
  static func ofEverything(_ chance: Chance) -> [NetworkFault] {
    [
      NetworkFault(name: "429 to everything", fault: .answer("429 Too Many Requests"), target: .all),
      NetworkFault(name: "502 to everything", fault: .answer("502 Bad Gateway"), target: .all),
      NetworkFault(name: "rubbish to everything", fault: .garbage(chance.bytes(500)), target: .all),
      NetworkFault(name: "an empty 200 to everything", fault: .answer("200 OK"), target: .all),
      NetworkFault(name: "half of each answer's JSON", fault: .truncate, target: .all),
      NetworkFault(name: "each answer cut off", fault: .cutAnswer, target: .all),
      NetworkFault(name: "each answer lost", fault: .dropAnswer, target: .all),
      NetworkFault(name: "each answer trickles", fault: .trickle, target: .all),
      NetworkFault(name: "no answer to anything", fault: .silence, target: .all),
    ]
  }
}

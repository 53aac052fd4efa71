import CareTeamCore

/// What must outlive the database: a small file beside it, from which a damaged mailbox is made anew.
///
/// It is written under the database's write lock, before the change that it speaks of is committed.
struct MailboxNote: Equatable, Sendable {
  /// The mailbox's own name, which cursors carry; nil when a login had to be noted for one that could not be read.
  var identity: String?
  /// Whose mailbox it is.
  var account: Account?
  /// For each table that gives numbers, the last one that may have been given: none above it was.
  var reserved: [String: Int64]
  /// The page of the file on which each table begins, which the first page of the file says otherwise.
  var roots: [String: Int64]
  /// The version of the tables.
  var version: Int
  /// How the mailbox is sealed; nil for a plain one. The account has no name then.
  var seal: SealNote?

  /// The number that is reserved when this one was given, so that the note is seldom written.
  static func reservation(for given: Int64) -> Int64 { given + max(1000, given / 8) }

  /// Whether no number beyond those reserved has been given.
  func covers(_ given: [String: Int64]) -> Bool { given.allSatisfy { $0.value <= reserved[$0.key] ?? 0 } }
}

extension MailboxNote {
  private static let schema = "careteam.mailbox/1"

  /// The note as the text of its file.
  var text: String {
    let json: JSON = [
      "schema": .string(Self.schema), "identity": JSON(identity), "account": account?.stored ?? .null,
      "reserved": Self.numbers(reserved), "roots": Self.numbers(roots), "version": JSON(version),
      "seal": seal?.stored ?? .null,
    ]
    return json.text() + "\n"
  }

  /// The note of a file's text; nil for anything else.
  init?(text: String) {
    guard let json = try? JSON(parsing: text), json["schema"]?.string == Self.schema else { return nil }
    self.init(
      identity: json["identity"]?.string.flatMap { Self.isIdentity($0) ? $0 : nil },
      account: json["account"].flatMap { Account(stored: $0) },
      reserved: Self.numbers(json["reserved"]), roots: Self.numbers(json["roots"]), version: json["version"]?.int ?? 0,
      seal: json["seal"].flatMap { SealNote(stored: $0) })
  }

  /// Whether a text is a mailbox's name.
  static func isIdentity(_ text: String) -> Bool { text.utf8.count == 32 && text.allSatisfy(\.isHexDigit) }

  private static func numbers(_ numbers: [String: Int64]) -> JSON {
    JSON.object(JSONObject(numbers.sorted { $0.key < $1.key }.map { ($0.key, .number(String($0.value))) }))
  }

  private static func numbers(_ json: JSON?) -> [String: Int64] {
    let members = json?.object?.members ?? []
    return Dictionary(
      members.compactMap { member in member.value.int.map { (member.key, Int64($0)) } }, uniquingKeysWith: max)
  }
}

extension SealNote {
  /// The note as JSON.
  fileprivate var stored: JSON { ["key": .string(identifier), "place": .string(place.text)] }

  /// The note of stored JSON.
  fileprivate init?(stored json: JSON) {
    guard let identifier = json["key"]?.string, let place = json["place"]?.string.flatMap({ SecretPlace(text: $0) })
    else { return nil }
    self.init(identifier: identifier, place: place)
  }
}

extension Account {
  /// The account as JSON.
  fileprivate var stored: JSON {
    [
      "name": .string(name), "server": .string(server), "user": .string(user.description), "userName": JSON(userName),
      "patient": JSON(patient?.description), "dialect": .string(dialect), "tokenFile": .string(tokenPlace.text),
    ]
  }

  /// The account of stored JSON.
  fileprivate init?(stored json: JSON) {
    guard let name = json["name"]?.string, let server = json["server"]?.string,
      let user = json["user"]?.string.flatMap({ Reference($0) }), let dialect = json["dialect"]?.string,
      let place = json["tokenFile"]?.string
    else { return nil }
    self.init(
      name: name, server: server, user: user, userName: json["userName"]?.string,
      patient: json["patient"]?.string.flatMap { Reference($0) }, dialect: dialect,
      tokenPlace: SecretPlace(stored: place))
  }
}

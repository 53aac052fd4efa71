import CareTeamCore
import GRDB

/// A device that waits for somebody to let it in (RFC 8628).
struct DeviceRequest: Sendable, Equatable {
  /// Where the answer stands.
  enum State: String, Sendable { case pending, allowed, denied, used }

  /// The letters of user codes: no vowels, so that no word comes out, and none that look alike (RFC 8628 §6.1).
  private static let letters = Array("BCDFGHJKLMNPQRSTVWXZ")

  let hash: String
  /// What a person types, without its hyphen.
  let userCode: String
  let client: String
  let asked: Scopes
  let expires: Instant
  let state: State
  /// How many seconds the device lets pass between two questions.
  let pause: Int64
  let polled: Instant?

  init(_ row: Row) {
    hash = row["hash"]
    userCode = row["user_code"]
    client = row["client"]
    asked = Scopes(row["asked"])
    expires = Instant(milliseconds: row["expires"])
    state = State(rawValue: row["state"]) ?? .denied
    pause = row["pause"]
    polled = (row["polled"] as Int64?).map(Instant.init(milliseconds:))
  }

  /// A new user code: 20^8 of them are too many to try while one is good.
  static func newUserCode() -> String { String((0..<8).map { _ in letters.randomElement() ?? "B" }) }

  /// A user code as it is shown, in two halves.
  static func shown(_ code: String) -> String { "\(code.prefix(4))-\(code.dropFirst(4))" }

  /// What somebody typed, as far as it can be a user code.
  static func userCode(typed text: String) -> String {
    String(text.uppercased().filter { letters.contains($0) }.prefix(16))
  }
}

import CareTeamCore
import Crypto
import Foundation

/// What a `next` link carries, sealed so that neither the search nor a patient's data can be read from or changed in
/// a URL, and bound to the user who was given it.
struct SearchContinuation: Sendable {
  var user: String
  var type: String
  var query: String
  var total: Int?
  var position: SearchPosition

  /// The sealed text (AES-GCM, base64url).
  func sealed(with key: SymmetricKey) throws -> String {
    let value: JSON = [
      "u": .string(user), "t": .string(type), "q": .string(query), "n": total.map { JSON($0) } ?? .null,
      "k": .array(position.values),
    ]
    let box = try AES.GCM.seal(value.bytes(), using: key)
    return Base64.encodeForURL(box.combined ?? Data())
  }

  init(user: String, type: String, query: String, total: Int?, position: SearchPosition) {
    self.user = user
    self.type = type
    self.query = query
    self.total = total
    self.position = position
  }

  /// Opens a sealed text; one that is not ours, or another user's, is refused.
  init(sealed text: String, with key: SymmetricKey, user: String, type: String) throws(FHIRFault) {
    guard let bytes = Base64.decodeFromURL(text), let box = try? AES.GCM.SealedBox(combined: bytes),
      let plain = try? AES.GCM.open(box, using: key), let value = try? JSON(parsing: Array(plain)),
      value["u"]?.string == user, value["t"]?.string == type, let query = value["q"]?.string
    else {
      throw FHIRFault(400, .value, "This next link is not one that was given to you. Search again.")
    }
    self.init(
      user: user, type: type, query: query, total: value["n"]?.int,
      position: SearchPosition(values: value["k"]?.array ?? []))
  }
}

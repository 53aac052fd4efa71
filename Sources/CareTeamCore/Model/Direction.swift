/// Whether a message came to the account's user or was written by them.
package enum Direction: String, Sendable, CaseIterable {
  case incoming = "in"
  case outgoing = "out"
}

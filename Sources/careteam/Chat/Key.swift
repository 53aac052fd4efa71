/// A key, or what was pasted, as the line editor takes it.
enum Key: Sendable, Equatable {
  /// Characters that were typed.
  case text(String)
  /// A block that the terminal says was pasted (bracketed paste).
  case paste(String)
  case enter
  /// A line break inside the text (Alt-Enter).
  case newLine
  case tab
  case backspace
  case delete
  case left
  case right
  case up
  case down
  case home
  case end
  case wordLeft
  case wordRight
  case killToEnd
  case killToStart
  case killWord
  case killNextWord
  case yank
  /// The line before in the history (Ctrl-P), and the one after it (Ctrl-N).
  case previous
  case next
  case redraw
  case interrupt
  case endOfInput
  case suspend
  /// The editor for this text (Ctrl-X Ctrl-E).
  case edit
  /// A key without a meaning here.
  case other
}

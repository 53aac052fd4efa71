import ArgumentParser
import CareTeamCore
import CareTeamMailbox

/// What a message says, and how it is written.
struct BodyOptions: ParsableArguments {
  @Option(name: [.customShort("m", allowingJoined: true), .long], parsing: .unconditional, help: "The text.")
  var message: String?

  @Option(
    name: [.customShort("F", allowingJoined: true), .long], parsing: .unconditional,
    help: "A file with the text, or - for standard input.",
    completion: .file())
  var file: String?

  @Option(
    name: [.customShort("a", allowingJoined: true), .customLong("attach")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A file to go with it. May be given several times.", valueName: "file"), completion: .file())
  var attachments: [String] = []

  @OptionGroup var fileOptions: FileOptions

  @Flag(help: "Write the text in $VISUAL or $EDITOR.")
  var editor = false

  @Flag(help: "Keep it as a draft; send nothing.")
  var draft = false

  func validate() throws {
    guard message == nil || file == nil else { throw ValidationError("-m and -F exclude each other.") }
  }

  /// The message as these options and standard input give it.
  ///
  /// - Throws: `usage` when there is no text and nobody to ask for one.
  func composed(in session: Session) throws(CareTeamError) -> ComposedBody {
    let source = try source(in: session)
    return ComposedBody(
      source: source, files: attachments, rules: try session.fileRules(fileOptions), isDraft: draft)
  }

  private func source(in session: Session) throws(CareTeamError) -> ComposedBody.Source {
    let mayEdit = session.terminal.isInputTerminal && !session.noInput
    if let message {
      let text = try MessageText.checked(message)
      return editor ? try editing(text, session) : .given(text)
    }
    if let file {
      let text = try MessageText.read(file, in: session)
      return editor ? try editing(text, session) : .given(text)
    }
    if editor {
      return try editing(StandardStreams.inputIsPipeOrFile ? MessageText.read("-", in: session) : "", session)
    }
    if StandardStreams.inputIsPipeOrFile { return .given(try MessageText.read("-", in: session)) }
    if mayEdit { return .editor("") }
    if !attachments.isEmpty { return .given("") }
    throw CareTeamError(.usage, "there is no message: give it with -m TEXT, with -F FILE, or on standard input")
  }

  private func editing(_ text: String, _ session: Session) throws(CareTeamError) -> ComposedBody.Source {
    guard !session.noInput else {
      throw CareTeamError(.usage, "--editor asks for input, and --no-input forbids it; leave one of them out")
    }
    return .editor(text)
  }
}

/// A message as it was given, or is to be written.
struct ComposedBody: Sendable {
  /// Where the text is from.
  enum Source: Sendable {
    case given(String)
    /// Written in an editor that begins with this.
    case editor(String)
  }

  var source: Source
  /// The files to go with it.
  var files: [String]
  /// What is done to them, and which are not sent.
  var rules: FileRules
  /// Whether it is only kept.
  var isDraft: Bool
}

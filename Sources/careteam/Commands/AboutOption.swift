import ArgumentParser

/// Whom a message is thought to be about, so that a wrong handle is noticed before anything is sent.
struct AboutOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("Refuse to send if the conversation is about anybody else.", valueName: "patient"),
    completion: .custom(Completion.patients))
  var about: String?
}

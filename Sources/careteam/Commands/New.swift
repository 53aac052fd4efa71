import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

/// `careteam new`.
struct New: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", _superCommandName: "careteam",
    abstract: "Begin a conversation with someone of the care team",
    discussion: """
      Whom you can write to is what the server says of your care team; a name, or a part of it that only one of them \
      has, is enough. For true emergencies call your emergency number.
      """)

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Whom to write to: a name or an id. May be given several times.", valueName: "who"),
    completion: .custom(Completion.people))
  var to: [String]

  @Option(
    help: ArgumentHelp("Whom it is about, where that is not clear from the login.", valueName: "patient"),
    completion: .custom(Completion.patients))
  var about: String?

  @Option(
    name: [.customShort("s", allowingJoined: true), .long], parsing: .unconditional,
    help: "The line that names the conversation.")
  var subject: String

  @Option(help: "What it is about, such as medication.")
  var type: MessageType = .other

  @Option(help: "How pressing it is: routine, urgent or high.")
  var priority: Priority = .routine

  @OptionGroup(title: "The message") var body: BodyOptions
  @OptionGroup(title: "Sending") var sending: SendingOptions

  @OptionGroup(title: "Options of every command") var global: GlobalOptions

  func validate() throws {
    guard !to.isEmpty else { throw ValidationError("Say whom to write to, with --to.") }
    guard sending.ifLatest == nil else {
      throw ValidationError("--if-latest needs a conversation; it goes with reply.")
    }
    guard !subject.allSatisfy(\.isWhitespace) else { throw ValidationError("The subject is empty.") }
  }

  static let single = SendingOptions.single + [["-s", "--subject"], ["--type"], ["--priority"]]

  var prints: OutputSchema? { body.draft ? .draft : .send }

  func run(in session: Session) async throws(CareTeamError) -> CommandResult {
    let mailbox = try session.mailbox()
    if session.terminal.isErrorTerminal {
      session.remark("for true emergencies call your emergency number; messages may be read hours later")
    }
    let people = try await People.known(to: mailbox, session: session)
    var recipients: [Participant] = []
    for name in to {
      let person = try people.find(name)
      if !recipients.contains(person) { recipients.append(person) }
    }
    let opening = NewConversation(
      recipients: recipients, patient: try patient(in: people, of: mailbox), subject: subject, type: type,
      priority: priority)
    let dispatch = Dispatch(session: session, mailbox: mailbox, sending: sending)
    return try await dispatch.send(body.composed(in: session), as: .conversation(opening), target: nil)
  }

  private func patient(in people: People, of mailbox: Mailbox) throws(CareTeamError) -> Participant {
    if let about {
      let patient = try people.find(about, role: .patient)
      guard mailbox.account.patient.map({ $0 == patient.reference }) ?? true else {
        throw CareTeamError(
          .wrongPatient,
          "this login is for \(people.name(of: mailbox.account.patient)), not for \(patient.name); nothing was sent")
      }
      return patient
    }
    if let own = mailbox.account.patient {
      return Participant(reference: own, name: people.name(of: own), isSelf: own == mailbox.account.user)
    }
    if let patient = try to.lazy.map({ (name) throws(CareTeamError) in try people.find(name) })
      .first(where: { $0.role == .patient })
    {
      return patient
    }
    throw CareTeamError(.usage, "say whom it is about, with --about PATIENT")
  }
}

/// The people a mailbox knows.
struct People: Sendable {
  let all: [Participant]

  /// Those of the conversations and of the care team, which the server is asked for when it can be.
  static func known(to mailbox: Mailbox, session: Session) async throws(CareTeamError) -> People {
    if !session.isOffline {
      do throws(CareTeamError) { try await mailbox.learnRecipients(by: session.deadline) } catch {
        session.remark("could not ask for the care team: \(error.message)")
      }
    }
    return People(all: try stored { () throws(StoreError) in try mailbox.store.people() })
  }

  /// The one person whose id this is, or whose name contains it.
  ///
  /// - Throws: `ambiguous` with the candidates, or `notFound`: a message to the wrong person is worse than none.
  func find(_ text: String, role: Participant.Role? = nil) throws(CareTeamError) -> Participant {
    guard !text.allSatisfy(\.isWhitespace) else { throw CareTeamError(.usage, "say who is meant: the name is empty") }
    let candidates = all.filter { person in role.map { person.role == $0 } ?? !person.isSelf }
    if let exact = candidates.first(where: { $0.reference.description == text || $0.reference.id == text }) {
      return exact
    }
    let wanted = text.lowercased()
    let named = candidates.filter { $0.name.lowercased() == wanted }
    let containing = candidates.filter { $0.name.lowercased().contains(wanted) }
    // A care team is called after its patient, who is meant where both would fit.
    let people = containing.filter { $0.role != .careTeam }
    let matches = named.isEmpty ? (people.isEmpty ? containing : people) : named
    guard let match = matches.first else {
      let known = candidates.prefix(8).map(\.name).joined(separator: ", ")
      throw CareTeamError(
        .notFound,
        "nobody here is called ‘\(text)’; "
          + (known.isEmpty ? "sync first" : role == nil ? "you can write to \(known)" : "there is \(known)"))
    }
    guard matches.count == 1 else {
      let list = matches.prefix(8).map { "\($0.name) (\($0.reference))" }.joined(separator: ", ")
      throw CareTeamError(.ambiguous, "‘\(text)’ may be \(list); say which by the id")
    }
    return match
  }

  /// The name of a person, or their id.
  func name(of reference: Reference?) -> String {
    all.first { $0.reference == reference }?.name ?? reference?.description ?? "somebody"
  }
}

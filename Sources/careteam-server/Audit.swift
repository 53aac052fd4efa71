import ArgumentParser
import CareTeamCore
import CareTeamServer
import Glibc

/// `careteam serve audit`.
struct Audit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Show who saw and did what",
    discussion: """
      The server may be running. Events are shown oldest first. Neither message text nor what was searched for is \
      printed.
      """)

  @Option(help: ArgumentHelp("Only since a time, or a duration ago, such as 7d.", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Only what is about this patient.", valueName: "id"))
  var patient: String?

  @Option(help: ArgumentHelp("Only what this user did: a name or a reference.", valueName: "user"))
  var user: String?

  @Option(
    name: .customShort("n", allowingJoined: true), parsing: .unconditional,
    help: ArgumentHelp("The newest of them. (default: 50)", valueName: "count"))
  var count: Int?

  @Flag(help: "All of them, however many.")
  var all = false

  @Option(help: ArgumentHelp("table, tsv, json or ndjson; a table on a terminal, else tsv.", valueName: "format"))
  var format: AuditFormat?

  @Flag(name: .customLong("json"), help: "The same as --format json.")
  var isJSON = false

  @Flag(help: "Check that no event was changed or taken away, instead of showing any.")
  var verify = false

  @OptionGroup var data: DataOption

  func validate() throws {
    guard count.map({ $0 > 0 }) ?? true else { throw ValidationError("-n takes a number from 1; use --all for all.") }
    guard count == nil || !all else { throw ValidationError("-n and --all exclude each other.") }
    guard since.map({ Self.instant($0, now: SystemClock.now) != nil }) ?? true else {
      throw ValidationError("--since is a duration such as 7d, a date such as 2026-11-23, or a time with its zone.")
    }
  }

  func run() async throws {
    try await reportingErrors {
      try await UserStore.use(try data.folder(), create: false) { store in
        let format = isJSON ? .json : format
        if verify { return try Self.report(await store.verifyAuditTrail(), format: format) }
        let entries = try await store.auditEvents(try await filter(store)).map(AuditEntry.init)
        AuditPrinter(format: format ?? .standard).print(entries)
      }
    }
  }

  private func filter(_ store: ResourceStore) async throws -> AuditFilter {
    var filter = AuditFilter()
    filter.since = since.flatMap { Self.instant($0, now: SystemClock.now) }
    filter.patient = patient.map { $0.hasPrefix("Patient/") ? String($0.dropFirst("Patient/".count)) : $0 }
    filter.count = all ? nil : count ?? 50
    guard let user else { return filter }
    let named = try await store.users().filter { $0.name == user }
    guard named.count < 2 else { throw ServeError.ambiguousUser(user) }
    filter.user = named.first?.reference ?? user
    return filter
  }

  private static func instant(_ text: String, now: Instant) -> Instant? {
    if let duration = try? DurationText(text) { return now.adding(seconds: -duration.seconds) }
    return Instant(fhir: text)
  }

  private static func report(_ verification: AuditVerification, format: AuditFormat?) throws {
    if let broken = verification.broken { throw ServeError.auditBroken(after: broken.after, event: broken.event) }
    guard format == .json || format == .ndjson else {
      return print("the audit trail is as it was written: \(verification.count) events, last link \(verification.link)")
    }
    let result: JSON = ["events": JSON(verification.count), "link": .string(verification.link)]
    print(result.text())
  }
}

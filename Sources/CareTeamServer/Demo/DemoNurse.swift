package import CareTeamCore
package import Logging

/// The clinician of the sample clinic who answers by herself, some seconds after a patient writes to her.
package actor DemoNurse {
  private let store: ResourceStore
  private let clock: @Sendable () -> Instant
  private let logger: Logger
  private var schedule: DemoAnswerSchedule

  /// A nurse who answers after this delay.
  package init(
    store: ResourceStore, delay: Duration, logger: Logger,
    clock: @escaping @Sendable () -> Instant = { SystemClock.now }
  ) {
    self.store = store
    self.logger = logger
    self.clock = clock
    schedule = DemoAnswerSchedule(delay: delay)
  }

  /// Answers until the store is closed; what was written in the minute before, while nobody was here, too.
  package func run() async {
    let changes = store.changes.subscribe()
    let missed = (try? await store.recentMessages(since: clock().adding(seconds: -60))) ?? []
    await withDiscardingTaskGroup { group in
      for message in missed { await take(message, in: &group) }
      for await change in changes where change.version == 1 { await take(change.resource, in: &group) }
      group.cancelAll()
    }
  }

  private func take(_ message: JSON, in group: inout DiscardingTaskGroup) async {
    guard let conversation = Self.conversation(of: message), Self.isFromPatient(message),
      await store.takesPart(DemoClinic.nurse, in: conversation, message: message)
    else { return }
    let at = schedule.wrote(message: message, conversation: conversation, at: clock())
    let wait = Duration.milliseconds(max(0, at.milliseconds - clock().milliseconds))
    group.addTask {
      guard (try? await Task.sleep(for: wait)) != nil else { return }
      await self.answer()
    }
  }

  private func answer() async {
    for (conversation, message) in schedule.take(now: clock()) {
      do {
        try await store.answer(message, in: conversation, at: clock())
      } catch {
        logger.warning("the nurse could not answer", metadata: ["error": "\(type(of: error))"])
      }
    }
  }

  private static func isFromPatient(_ message: JSON) -> Bool {
    guard let sender = message["sender"]?["reference"]?.string, message["status"] != "entered-in-error" else {
      return false
    }
    return sender.hasPrefix("Patient/") || sender.hasPrefix("RelatedPerson/")
  }

  /// The id of the conversation a message is part of.
  private static func conversation(of message: JSON) -> String? {
    guard message["resourceType"] != "CommunicationRequest" else { return message["id"]?.string }
    let references = (message["basedOn"]?.array ?? []) + (message["partOf"]?.array ?? [])
    return references.compactMap { $0["reference"]?.string.flatMap(Reference.init) }
      .first { $0.type == "CommunicationRequest" }?.id
  }
}

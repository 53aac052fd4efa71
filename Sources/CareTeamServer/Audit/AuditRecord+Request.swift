import CareTeamCore
import Hummingbird

extension AuditRecord {
  /// A request to a place, whatever came of it.
  init(
    of request: Request, _ route: Route, at now: Instant, by agent: AuditAgent, entity: String?, query: String?,
    patients: [String], status: Int
  ) {
    let (name, action) = route.interaction(method: request.method.rawValue)
    self.init(
      event: .interaction(name), action: action, recorded: now.milliseconds, agent: agent, entity: entity, query: query,
      patients: patients, status: status)
  }
}

import CareTeamMailbox

extension Session {
  /// The plan of a watch of what comes after a position, as this session may ask the server.
  func watchPlan(from position: Int64) -> WatchPlan {
    var plan = WatchPlan(position: position)
    plan.isOffline = isOffline
    plan.pollInterval = .seconds(configuration.pollInterval)
    plan.timeout = options.timeout?.duration ?? .seconds(configuration.timeout)
    return plan
  }
}

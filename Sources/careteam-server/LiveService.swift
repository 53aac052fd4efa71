import CareTeamServer
import ServiceLifecycle

/// Tells open sockets of changes while the server runs.
struct LiveService: Service {
  let server: FHIRServer
  /// Subscribed to before the first connection, so that none can miss a change.
  let changes: AsyncStream<Change>

  func run() async throws {
    await cancelWhenGracefulShutdown { await server.notify(changes) }
  }
}

import CareTeamServer
import ServiceLifecycle

/// Tells open sockets of changes while the server runs.
struct LiveService: Service {
  let server: FHIRServer

  func run() async throws {
    await cancelWhenGracefulShutdown { await server.notify() }
  }
}

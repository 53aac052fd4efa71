import CareTeamServer
import ServiceLifecycle

/// The sample clinic's nurse while the server runs.
struct NurseService: Service {
  let nurse: DemoNurse

  func run() async throws {
    await cancelWhenGracefulShutdown { await nurse.run() }
  }
}

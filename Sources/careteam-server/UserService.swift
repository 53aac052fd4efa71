import CareTeamServer
import ServiceLifecycle

/// Makes `careteam serve user`, which is another process, count within two seconds.
struct UserService: Service {
  let store: ResourceStore

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while (try? await Task.sleep(for: .seconds(2))) != nil { store.forgetPrincipals() }
    }
  }
}

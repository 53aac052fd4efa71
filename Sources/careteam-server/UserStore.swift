import CareTeamServer
import Glibc

/// The users of a server's folder, whether or not the server runs.
enum UserStore {
  /// Opens the store for one command.
  static func use(
    _ folder: DataFolder, create: Bool, _ body: (ResourceStore) async throws -> Void
  ) async throws {
    if create {
      try folder.make()
    } else if access(folder.item("server.sqlite3"), F_OK) != 0 {
      throw ServeError.noData(path: folder.path)
    }
    let store: ResourceStore
    do throws(StoreError) { store = try ResourceStore(directory: folder.path, base: "") } catch {
      switch error {
      case .directory(let path): throw ServeError.cannotCreate(path: path, detail: "the folder cannot be used")
      case .database(let detail): throw ServeError.damaged(detail)
      }
    }
    do { try await body(store) } catch {
      await store.close()
      throw error
    }
    await store.close()
  }
}

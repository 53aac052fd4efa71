import CareTeamServer
import Glibc

/// The users and clients of a server's folder, whether or not the server runs.
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

  /// The one user of a name, a login name or a reference.
  static func find(_ text: String, in store: ResourceStore) async throws -> UserAccount {
    let logins = try await store.loginNames()
    let users = try await store.users()
    if let exact = users.first(where: { $0.reference == text || logins[$0.reference] == text }) { return exact }
    let named = users.filter { $0.name == text }
    guard let found = named.first else { throw ServeError.noSuchUser(text) }
    guard named.count == 1 else { throw ServeError.ambiguousUser(text) }
    return found
  }

  /// What a user types to log in.
  static func loginName(_ text: String) throws(ServeError) -> LoginName {
    guard let name = LoginName(text) else {
      throw .usage("a login name has 1 to 64 letters, digits and . _ - @ +; give one with --login")
    }
    return name
  }

  /// What a user types to log in when nobody says otherwise: the id of their reference.
  static func defaultLogin(_ reference: String) -> String { String(reference.split(separator: "/").last ?? "") }

  /// Gives a user a password.
  static func setPassword(
    _ password: String, login: LoginName, of user: String, in store: ResourceStore
  ) async throws {
    guard try await store.setPassword(PasswordHash(of: password), login: login, of: user) else {
      throw ServeError.loginTaken(login.text)
    }
  }
}

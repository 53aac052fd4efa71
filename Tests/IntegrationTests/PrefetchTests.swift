import CareTeamCore
import Glibc
import Testing

/// `sync --attachments`: files for a day offline.
struct PrefetchTests {
  @Test(.clinic, arguments: [[], ["--no-seal"]])
  func `files that were fetched ahead are saved without the server`(options: [String]) async throws {
    let clinic = try Clinic.open()
    let other = try await clinic.home()
    let home = Home()
    try await home.run(["login", clinic.url, "--token-file", clinic.tokenFile(.patient)] + options).exits()
    try await home.run("sync", "--attachments", "lots").exits(64)
    #expect(try await home.run("sync", "--attachments", "1", "--json").exits().json()["files"] == 0)
    let fetched = try await home.run("sync", "--attachments", "all", "--json").exits().json()
    let handles = try await attachments(home)
    #expect(handles.count > 2 && fetched["files"]?.int == handles.count)
    #expect(try await home.run("sync", "--attachments", "all", "--json").exits().json()["files"] == 0)
    if options.isEmpty { try await home.run("account", "rekey").exits() }
    for handle in handles {
      let here = try await home.run("save", handle, "-o", "\(home.folder.path)/\(handle)", "--offline").exits()
      #expect(here.errors.contains("needs the server") == false)
      try await other.run("save", handle, "-o", "\(other.folder.path)/\(handle)").exits()
      let bytes = FileContent.bytes("\(home.folder.path)/\(handle)")
      #expect(!bytes.isEmpty && bytes == FileContent.bytes("\(other.folder.path)/\(handle)"), "\(handle)")
    }
  }

  /// The handles of every attachment that is here.
  private func attachments(_ home: Home) async throws -> [String] {
    let list = try await home.run("list", "--all", "--offline").exits().rows.map { $0[0] }
    let read = try await home.run(["read", "--offline", "--json"] + list).exits().json()
    let all = (read["items"]?.array ?? []).flatMap { $0["messages"]?.array ?? [] }
      .flatMap { $0["attachments"]?.array ?? [] }
    #expect(all.allSatisfy { $0["state"] == "stored" }, "\(all)")
    return all.compactMap { $0["handle"]?.string }
  }
}

import CareTeamCore
import Glibc
import Testing

/// The server's logins, as its administrator and as programs that nobody here wrote use them.
@Suite(.serialized, .timeLimit(.minutes(20))) struct ServerLoginTests {
  @Test(.clinic) func `Authlib gets tokens by code, refresh, device and key`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let data = "\(clinic.folder.path)/data"
    let program = "\(Checkout.path)/Tests/IntegrationTests/Support/authlib_client.py"
    let folder = home.folder.path
    let made = await Shell.run(["/usr/bin/python3", program, "keys", folder], environment: home.environment)
    #expect(made.isEmpty)
    for name in ["es384", "rs384"] {
      try await home.run(
        "serve", "client", "add", name, "--jwks", "\(folder)/\(name).json", "--reference", "Practitioner/drlee",
        "--scope", "system/Patient.rs", "--data", data
      ).exits()
    }
    let said = await home.shell("/usr/bin/python3 '\(program)' run \(clinic.url) '\(folder)'", seconds: 120)
    try #require(said.status == 0, "\(said)")
    #expect(said.lines == ["code", "refresh", "revoke", "device", "es384", "rs384"])
    let listed = try await home.run("serve", "client", "list", "--data", data).exits()
    #expect(listed.rows.map(\.first) == ["careteam", "es384", "rs384"])
    #expect(listed.rows.map { $0[3] } == ["public", "backend", "backend"])
    #expect(!clinic.folder.text(of: "server.log").contains("eyJ"))
  }

  @Test func `a password comes from a pipe, a file or a terminal, and never from an argument`() async throws {
    let home = Home()
    let folder = home.folder
    let add = ["serve", "user", "add", "Ada", "--reference", "Patient/ada", "--data", "practice"]
    try await home.run(add, input: "a good long password\n").exits()
    let file = folder.write("another good password\r\nsecond line\n", to: "secret")
    try await home.run(
      "serve", "user", "add", "Lee", "--reference", "Practitioner/lee", "--login", "dr.lee", "--password-file", file,
      "--data", "practice"
    ).exits()
    let list = try await home.run("serve", "user", "list", "--data", "practice").exits()
    #expect(list.rows == [["Patient/ada", "Ada", "active", "ada"], ["Practitioner/lee", "Lee", "active", "dr.lee"]])
    let short = try await home.run(add, input: "short\n").exits(65)
    #expect(short.errorLines.count == 1 && short.errors.contains("12 characters"))
    try await home.run(add).exits(64)
    try await home.run(add + ["--password-file", "missing"]).exits(66)
    let taken = try await home.run(
      "serve", "user", "add", "Eve", "--reference", "Patient/eve", "--login", "ADA", "--data", "practice",
      input: "a good long password\n"
    ).exits(65)
    #expect(taken.errors.contains("--login"))
    try await home.run("serve", "user", "passwd", "dr.lee", "--data", "practice", input: "a third good password")
      .exits()
    try await home.run("serve", "user", "passwd", "nobody", "--data", "practice", input: "a third good password").exits(
      66)
  }

  @Test func `a terminal does not show what is typed, and asks twice`() async throws {
    let home = Home()
    let script = """
      import os, pty, sys, time
      words = sys.argv[1].split("|")
      pid, terminal = pty.fork()
      if pid == 0:
          os.execv(sys.argv[2], [sys.argv[2]] + sys.argv[3:])
      said = b""
      for question, word in zip([b"New password: ", b"The same again: "], words):
          while question not in said:
              said += os.read(terminal, 1000)
          os.write(terminal, word.encode() + b"\\n")
      try:
          while piece := os.read(terminal, 1000):
              said += piece
      except OSError:
          pass
      print(said.decode())
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """
    let program = home.folder.write(script, to: "type.py")
    let add = "'\(Binaries.careteam)' serve user add Ada --reference Patient/ada --data practice"
    let same = await home.shell("python3 \(program) 'a good long password|a good long password' \(add)")
    #expect(same.status == 0 && same.output.contains("The same again") && !same.output.contains("good"), "\(same)")
    let other = await home.shell("python3 \(program) 'a good long password|a good wrong password' \(add)")
    #expect(other.status == 64 && other.output.contains("not the same") && !other.output.contains("good"), "\(other)")
  }

  @Test(
    .clinic,
    arguments: ["openssl ecparam -name secp384r1 -genkey -noout -out job.key", "openssl genrsa -out job.key 2048"])
  func `a job logs in with a key that openssl made`(making: String) async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let data = "\(clinic.folder.path)/data"
    try await home.shell("cd \(home.folder.path) && \(making) && openssl pkey -in job.key -pubout -out job.pub").exits()
    let key = "\(home.folder.path)/job"
    try await home.run(
      "serve", "client", "add", "job", "--jwks", "\(key).pub", "--reference", "Practitioner/drlee", "--scope",
      "system/*.rs", "--data", data
    ).exits()
    try await home.run("login", clinic.url, "--backend", "\(key).key", "--client-id", "job").exits()
    #expect(try await !(home.run("list", "--json").exits().json()["items"]?.array ?? []).isEmpty)
  }

  @Test func `what cannot be a client is refused`() async throws {
    let home = Home()
    func add(_ words: String...) async -> Outcome {
      await home.run(["serve", "client", "add"] + words + ["--data", "practice"])
    }
    try await add("app", "--redirect", "https://app.example/cb", "--name", "The App").exits()
    try await add("app2", "--redirect", "http://app.example/cb").exits(64)
    try await add("app2").exits(64)
    try await add("a b", "--redirect", "https://app.example/cb").exits(64)
    let keys = home.folder.write("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}", to: "keys.json")
    let backend = ["--reference", "Device/cron", "--scope", "system/Communication.rs"]
    try await home.run(
      ["serve", "client", "add", "cron", "--jwks", keys, "--data", "practice"] + backend
    ).exits(65)
    let secret = try await home.shell("openssl ecparam -name secp384r1 -genkey -noout").exits().output
    let refused = try await home.run(
      ["serve", "client", "add", "cron", "--jwks", home.folder.write(secret, to: "key"), "--data", "practice"] + backend
    ).exits(65)
    #expect(refused.errors.contains("is a private key"))
    try await add("cron", "--jwks", keys, "--reference", "Device/cron", "--scope", "patient/Task.rs").exits(64)
    try await add("cron", "--jwks", "missing", "--reference", "Device/cron", "--scope", "system/Task.rs").exits(66)
    try await home.run("serve", "client", "disable", "nobody", "--data", "practice").exits(66)
    try await home.run("serve", "client", "disable", "app", "--data", "practice").exits()
    let list = try await home.run("serve", "client", "list", "--data", "practice").exits()
    #expect(list.rows.first == ["app", "The App", "disabled", "public", "", "", "https://app.example/cb"])
  }
}

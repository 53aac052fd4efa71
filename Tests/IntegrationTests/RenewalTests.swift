import CareTeamCore
import CareTeamTestSupport
import Glibc
import Testing

/// A token that careteam renews: each refresh token is used once, however many processes find it run out.
struct RenewalTests {
  /// A token endpoint that gives each refresh token one use, and ends the login at a second; it counts on its output.
  private static let endpoint = """
    import http.server, json, os, sys, threading, urllib.parse
    access = open(sys.argv[1]).read().strip()
    lock = threading.Lock()
    state = {"valid": "refresh-0", "count": 0, "lost": 0, "ended": False}
    repeatable = {}
    class Endpoint(http.server.BaseHTTPRequestHandler):
      protocol_version = "HTTP/1.1"
      def log_message(self, *words): pass
      def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        with lock:
          given = form.get("refresh_token", [""])[0]
          known = given == state["valid"] and form.get("client_id") == ["shell"]
          if not known and given not in repeatable or self.headers.get("Authorization"): state["ended"] = True
          if state["ended"]: status, answer = 400, {"error": "invalid_grant"}
          elif given in repeatable: status, answer = 200, repeatable.pop(given)
          else:
            state["count"] += 1
            state["valid"] = "refresh-%d" % state["count"]
            status, answer = 200, {"access_token": access, "refresh_token": state["valid"], "expires_in": 3600,
                                   "token_type": "bearer"}
          lose = os.path.join(os.path.dirname(sys.argv[2]), "lose")
          if os.path.exists(lose) and status == 200:
            os.remove(lose)
            state["lost"] += 1
            repeatable[given] = answer
            self.close_connection = True
            return
          with open(sys.argv[2], "w") as file: json.dump(state, file)
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    with open(sys.argv[2], "w") as file: json.dump(state, file)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    print(server.server_address[1], flush=True)
    server.serve_forever()
    """

  private func start(_ home: Home, token: String) async throws -> (program: Spawned, port: String) {
    let python = try #require(Binaries.find("python3"))
    let script = home.folder.write(Self.endpoint, to: "endpoint.py")
    let output = home.folder.write("", to: "port")
    let streams = [
      open("/dev/null", O_RDONLY | O_CLOEXEC), open(output, O_WRONLY | O_APPEND | O_CLOEXEC),
      open("/dev/null", O_WRONLY | O_CLOEXEC),
    ]
    let program = Spawned(
      [python, script, token, "\(home.folder.path)/state.json"], environment: home.environment, streams: streams)
    for stream in streams { close(stream) }
    let end = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < end {
      let port = home.folder.text(of: "port").split(separator: "\n").first
      if let port { return (program, String(port)) }
      try await Task.sleep(for: .milliseconds(20))
    }
    program.signal(SIGKILL)
    throw Running.Missing()
  }

  @Test(.clinic) func `processes that find the token run out at once use each refresh token once`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let endpoint = try await start(home, token: clinic.tokenFile(.patient))
    defer { endpoint.program.signal(SIGKILL) }
    func write(refresh: Int) -> String {
      home.folder.write(
        """
        {"access_token": "\(clinic.token(.patient))", "refresh_token": "refresh-\(refresh)", "client_id": "shell",
         "token_endpoint": "http://127.0.0.1:\(endpoint.port)/token", "expires_at": "2020-01-01T00:00:00Z", "mine": 1}
        """, to: "token.json")
    }
    let token = write(refresh: 0)
    try await home.run("login", clinic.url, "--token-file", token).exits()
    let rounds = Faults.count(3, long: 100)
    let began = ContinuousClock.now
    let start = try #require(try JSON(parsing: FileContent.bytes("\(home.folder.path)/state.json"))["count"]?.int)
    for round in start..<start + rounds {
      _ = write(refresh: round)
      let outcomes = await withTaskGroup(of: Outcome.self) { group in
        for number in 0..<20 {
          group.addTask { await home.run(number % 2 == 0 ? ["list", "--refresh"] : ["sync"]) }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      for outcome in outcomes { #expect(outcome.status == 0, "\(outcome)") }
      let state = try JSON(parsing: FileContent.bytes("\(home.folder.path)/state.json"))
      #expect(state["count"]?.int == round + 1 && state["ended"] == false, "\(state)")
    }
    Faults.report(
      "\(rounds) rounds of 20 processes that found the token run out: \(try state(home)["count"]?.int ?? 0) refreshes at the "
        + "server, nobody logged out", since: began)
    let kept = try JSON(parsing: FileContent.bytes("\(home.folder.path)/token.json"))
    #expect(kept["mine"] == 1 && kept["client_id"] == "shell", "what the file had beside the token stays")
  }

  /// A token that has run out, for the endpoint.
  private func expired(
    _ home: Home, _ token: String, at port: String, refresh: Int, until year: String = "2020",
    to name: String = "token.json"
  ) -> String {
    home.folder.write(
      """
      {"access_token": "\(token)", "refresh_token": "refresh-\(refresh)", "client_id": "shell",
       "token_endpoint": "http://127.0.0.1:\(port)/token", "expires_at": "\(year)-01-01T00:00:00Z"}
      """, to: name)
  }

  /// What the endpoint has counted.
  private func state(_ home: Home) throws -> JSON {
    try JSON(parsing: FileContent.bytes("\(home.folder.path)/state.json"))
  }

  @Test(.clinic) func `a refresh whose answer is lost is sent again at once, which the server allows for`() async throws
  {
    let clinic = try Clinic.open()
    let home = Home()
    let endpoint = try await start(home, token: clinic.tokenFile(.patient))
    defer { endpoint.program.signal(SIGKILL) }
    let token = expired(home, clinic.token(.patient), at: endpoint.port, refresh: 0)
    home.folder.write("once", to: "lose")
    try await home.run("login", clinic.url, "--token-file", token).exits()
    try await home.run("sync").exits()
    let state = try state(home)
    #expect(state["count"] == 1 && state["lost"] == 1 && state["ended"] == false, "\(state)")
    #expect(home.folder.text(of: "token.json").contains("refresh-1"))
  }

  @Test(.clinic) func `a token that the server refuses is renewed before its time`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let endpoint = try await start(home, token: clinic.tokenFile(.patient))
    defer { endpoint.program.signal(SIGKILL) }
    try await home.run("login", clinic.url, "--token-file", clinic.tokenFile(.patient)).exits()
    let token = home.folder.write(
      """
      {"access_token": "revoked", "refresh_token": "refresh-0", "client_id": "shell",
       "token_endpoint": "http://127.0.0.1:\(endpoint.port)/token", "expires_at": "2100-01-01T00:00:00Z"}
      """, to: "token.json")
    var other = home
    other.variables["CARETEAM_TOKEN_FILE"] = token
    try await other.run("sync").exits()
    #expect(home.folder.text(of: "token.json").contains("refresh-1"))
  }

  @Test(.clinic) func `a refresh token is not given away where the next one could not be kept`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let endpoint = try await start(home, token: clinic.tokenFile(.patient))
    defer { endpoint.program.signal(SIGKILL) }
    let keeper = home.folder.script("cat \"$1\"", named: "keeper")
    let token = expired(home, clinic.token(.patient), at: endpoint.port, refresh: 0)
    let good = expired(home, clinic.token(.patient), at: endpoint.port, refresh: 0, until: "2100", to: "good.json")
    home.configure("[secrets]\nget = '\(keeper) \(good) %a %n'")
    try await home.run("login", clinic.url, "--secrets", "command", "--no-seal").exits()
    home.configure("[secrets]\nget = '\(keeper) \(token) %a %n'")
    let reply = try await home.run("reply", "c8", "-m", "still here").exits(8)
    #expect(reply.errors.contains("‘store’"), "\(reply)")
    let sync = try await home.run("sync").exits(75)
    #expect(sync.errors.contains("since it could not be kept"), "\(sync)")
    #expect(try state(home)["count"] == 0)
    home.configure(
      "[secrets]\nget = '\(keeper) \(token) %a %n'\nstore = '\(home.folder.script("cat >$1", named: "store")) \(token) %a %n'"
    )
    try await home.run("sync").exits()
    #expect(home.folder.text(of: "token.json").contains("refresh-1"))
    #expect(try await home.run("outbox", "list").exits().output == "")
  }

  @Test(.clinic) func `what was renewed and cannot be kept is good for the command, which says so`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let endpoint = try await start(home, token: clinic.tokenFile(.patient))
    defer { endpoint.program.signal(SIGKILL) }
    let token = expired(home, clinic.token(.patient), at: endpoint.port, refresh: 0)
    let get = home.folder.script("cat \"$1\"", named: "get")
    let store = home.folder.script("echo \"no room for $(cat)\" >&2; exit 1", named: "store")
    let good = expired(home, clinic.token(.patient), at: endpoint.port, refresh: 0, until: "2100", to: "good.json")
    home.configure("[secrets]\nget = '\(get) \(good) %a %n'")
    try await home.run("login", clinic.url, "--secrets", "command", "--no-seal").exits()
    home.configure("[secrets]\nget = '\(get) \(token) %a %n'\nstore = '\(store) %a %n'")
    let sync = try await home.run("sync").exits()
    #expect(sync.errors.contains("cannot be kept") && !sync.errors.contains("refresh-1"), "\(sync)")
    #expect(try state(home)["count"] == 1)
  }

  @Test(.clinic) func `a login that is not renewed any more is 77, and what is written waits`() async throws {
    let clinic = try Clinic.open()
    let home = Home()
    let endpoint = try await start(home, token: clinic.tokenFile(.patient))
    defer { endpoint.program.signal(SIGKILL) }
    let token = home.folder.write(clinic.token(.patient), to: "token.json")
    try await home.run("login", clinic.url, "--token-file", token).exits()
    home.folder.write(
      """
      {"access_token": "gone", "refresh_token": "stolen", "client_id": "shell", "expires_at": "2020-01-01T00:00:00Z",
       "token_endpoint": "http://127.0.0.1:\(endpoint.port)/token"}
      """, to: "token.json")
    let reply = try await home.run("reply", "c8", "-m", "still here").exits(8)
    #expect(reply.errors.contains("log in again"), "\(reply)")
    try await home.run("sync").exits(77)
    home.folder.write(clinic.token(.patient), to: "token.json")
    try await home.run("sync").exits()
    #expect(try await home.run("outbox", "list").exits().output == "")
  }
}

import CareTeamServer
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// One run of the server, from the checks before it starts to the files it removes at the end.
struct Serving {
  /// How many ports `--port 0` tries.
  private static let portTries = 20

  private let command: Server
  private let folder: DataFolder
  private let listening: Listening
  private let certificate: CurrentCertificate?
  private let logger: Logger

  /// Refuses what cannot be served before anything is touched.
  init(command: Server) throws(ServeError) {
    self.command = command
    certificate = try command.tls.certificate().map(CurrentCertificate.init)
    listening = try Listening(
      host: command.host, port: command.port, isSecure: certificate != nil, publicURL: command.tls.publicUrl)
    folder = try command.data.folder()
    var logger = Logger(label: "careteam-server") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = command.verbose ? .info : command.quiet ? .error : .warning
    self.logger = logger
  }

  /// Serves until a signal ends it.
  func run() async throws {
    try folder.make()
    let lock = try FolderLock(folder)
    let ready = try command.readyFile.map { path throws(ServeError) in try ReadyFile(path: path) }
    try await serveOnSomePort(ready: ready)
    ready?.remove()
    lock.release()
  }

  /// A port that was found free can be taken before it is listened on; of `--port 0` another is as good.
  private func serveOnSomePort(ready: ReadyFile?) async throws {
    for _ in 1..<Self.portTries {
      do { return try await serve(ready: ready) } catch ServeError.portBusy where command.port == 0 { continue }
    }
    try await serve(ready: ready)
  }

  private func serve(ready: ReadyFile?) async throws {
    let demonstration = command.demo ? try Demonstration(folder: folder, isLoopback: listening.isLoopback) : nil
    let port = try listening.reservedPort()
    let url = listening.url(port: port)
    let store = try open(base: url)
    do {
      let tokens = try await demonstration?.prepare(store) ?? []
      try await serve(store, port: port, tokens: tokens, ready: ready)
      await store.close()
    } catch {
      await store.close()
      throw named(error, port: port)
    }
  }

  private func open(base: String) throws(ServeError) -> ResourceStore {
    do throws(StoreError) { return try ResourceStore(directory: folder.path, base: base) } catch {
      switch error {
      case .directory(let path): throw .cannotCreate(path: path, detail: "the folder cannot be used")
      case .database(let detail): throw .damaged(detail)
      }
    }
  }

  private func serve(
    _ store: ResourceStore, port: Int, tokens: [(name: String, path: String)], ready: ReadyFile?
  ) async throws {
    let url = listening.url(port: port)
    let server = FHIRServer(
      store: store, configuration: FHIRServerConfiguration(origin: String(url.dropLast("/fhir".count))), logger: logger)
    let (accepting, starts) = AsyncStream.makeStream(of: Void.self)
    let application = server.application(host: listening.host, port: port, certificate: certificate) { _ in
      starts.finish()
    }
    let isQuiet = command.quiet
    let isLoopback = listening.isLoopback
    let readiness = ReadyService(accepting: accepting) { () throws(ServeError) in
      try ready?.write(url: url, tokens: tokens)
      if !isQuiet { StandardError.print(Greeting(url: url, tokens: tokens, hasPasswords: isLoopback).text) }
    }
    var services: [any Service] = [
      application, LiveService(server: server, changes: store.changes.subscribe()), UserService(store: store),
      readiness,
    ]
    if let certificate {
      services.append(CertificateService(current: certificate, options: command.tls, logger: logger))
    }
    if !tokens.isEmpty {
      let delay = Duration.milliseconds(Int64(command.answerAfter * 1000))
      services.append(NurseService(nurse: DemoNurse(store: store, delay: delay, logger: logger)))
    }
    // With a certificate SIGHUP is for that; without one there is nothing to read again, and it is a terminal that has gone.
    var ending: [UnixSignal] = [.sigterm, .sigint]
    if certificate == nil, !InheritedSignal.isIgnored(SIGHUP) { ending.append(.sighup) }
    var configuration = ServiceGroupConfiguration(
      services: services, gracefulShutdownSignals: ending, logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(5)
    try await ServiceGroup(configuration: configuration).run()
  }

  private func named(_ error: any Error, port: Int) -> any Error {
    switch ListenFailure(error) {
    case .busy: ServeError.portBusy(host: listening.host, port: port)
    case .other(let detail): ServeError.cannotListen(host: listening.host, port: port, detail: detail)
    case nil: error
    }
  }
}

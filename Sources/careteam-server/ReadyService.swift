import ServiceLifecycle

/// Says that the server is ready once it accepts connections; where that cannot be said, the server ends, since whoever
/// started it would wait for ever.
struct ReadyService: Service {
  /// Ends when connections are accepted.
  let accepting: AsyncStream<Void>
  let tell: @Sendable () throws(ServeError) -> Void

  func run() async throws {
    await cancelWhenGracefulShutdown { for await _ in accepting {} }
    guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return }
    try tell()
    try? await gracefulShutdown()
  }
}

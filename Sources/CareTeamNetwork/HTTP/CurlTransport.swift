package import CareTeamCore
import Synchronization

/// HTTP over libcurl: one thread drives every request, and connections are kept and used again.
package final class CurlTransport: Transport {
  /// The most redirects followed for one request.
  static let redirectLimit = 5

  private let configuration: TransportConfiguration
  private let inbox = Inbox<CurlLoop.Order>()
  private let isStarted = Mutex(false)
  private let lastNumber = Atomic<UInt64>(0)

  /// Nothing is loaded, opened or started until the first request.
  package init(_ configuration: TransportConfiguration) { self.configuration = configuration }

  deinit { inbox.post(.stop) }

  package func send(
    _ request: HTTPRequest, timeout: Duration?, progress: TransferProgress?
  ) async throws(TransportError) -> HTTPResponse {
    let deadline = timeout.map { ContinuousClock.now + $0 }
    var request = request
    var hasActed = false
    for _ in 0...CurlTransport.redirectLimit {
      do throws(TransportError) {
        let response = try await sendOnce(request, deadline: deadline, progress: progress)
        guard let next = try Redirect.next(after: response, to: request) else { return response }
        hasActed = hasActed || next.isAnswerElsewhere
        request = next.request
      } catch {
        throw hasActed ? error.afterArrival : error
      }
    }
    let message = "the server redirects again and again"
    throw hasActed ? .interrupted(message) : .refused(message)
  }

  private func sendOnce(
    _ request: HTTPRequest, deadline: ContinuousClock.Instant?, progress: TransferProgress?
  ) async throws(TransportError) -> HTTPResponse {
    let target = try RequestTarget(request.url)
    let token = request.headers["Authorization"] == nil ? try await token(for: target.origin) : nil
    let response = try await sendOnce(request, to: target, token: token, deadline: deadline, progress: progress)
    // Refused before anything was done (RFC 6750 §3.1): the token may have run out early, or been renewed elsewhere.
    guard response.status == 401, let token, let newer = try await self.token(for: target.origin, refused: token),
      newer != token
    else { return response }
    return try await sendOnce(request, to: target, token: newer, deadline: deadline, progress: progress)
  }

  private func sendOnce(
    _ request: HTTPRequest, to target: RequestTarget, token: String?, deadline: ContinuousClock.Instant?,
    progress: TransferProgress?
  ) async throws(TransportError) -> HTTPResponse {
    let start = ContinuousClock.now
    let remaining = deadline.map { $0 - start }
    if let remaining, remaining <= .zero { throw .timedOut(mayHaveArrived: false) }
    let errand = try CurlErrand(
      number: lastNumber.wrappingAdd(1, ordering: .relaxed).newValue, request: request, target: target, token: token,
      timeout: remaining, progress: progress)
    let result = await perform(errand)
    configuration.trace?(
      request.method, target.url.path, (try? result.get())?.status, start.duration(to: ContinuousClock.now))
    return try result.get()
  }

  private func token(for origin: Origin, refused: String? = nil) async throws(TransportError) -> String? {
    guard origin == configuration.origin, let token = configuration.token else { return nil }
    return try await token(origin, refused)
  }

  private func perform(_ errand: CurlErrand) async -> Result<HTTPResponse, TransportError> {
    guard start() else { return .failure(.unreachable("no thread could be started to send the request")) }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        inbox.post(.start(errand, continuation))
        // The handler below may have run before the errand was posted, and found nothing to cancel.
        if Task.isCancelled { inbox.post(.cancel(errand.number)) }
      }
    } onCancel: {
      inbox.post(.cancel(errand.number))
    }
  }

  private func start() -> Bool {
    isStarted.withLock { isStarted in
      if !isStarted, inbox.descriptor >= 0 {
        isStarted = BlockingThread.start { [inbox, configuration] in CurlLoop(inbox, configuration).run() }
      }
      return isStarted
    }
  }
}

import CCurl
import CareTeamCore

/// The one thread that calls libcurl: it takes errands from the inbox and drives them all.
final class CurlLoop {
  /// Where an errand's result goes.
  typealias Completion = CheckedContinuation<Result<HTTPResponse, TransportError>, Never>

  /// What the loop is told.
  enum Order: Sendable {
    case start(CurlErrand, Completion)
    case cancel(UInt64)
    case stop
  }

  private let inbox: Inbox<Order>
  private let configuration: TransportConfiguration
  private var multi: UnsafeMutableRawPointer?
  private var exchanges: [UInt64: CurlExchange] = [:]
  /// Why nothing can be sent: libcurl is missing.
  private var fault: String?
  private var isStopped = false

  init(_ inbox: Inbox<Order>, _ configuration: TransportConfiguration) {
    self.inbox = inbox
    self.configuration = configuration
  }

  /// Returns after `Order.stop`; blocks the thread until then.
  func run() {
    fault = Libcurl.load()
    if fault == nil {
      multi = ccurl_multi_init()
      if multi == nil { fault = "libcurl could not be started: out of memory" }
    }
    while !isStopped {
      wait()
      inbox.take().forEach(obey)
      settleEnded()
    }
    if let multi { ccurl_multi_cleanup(multi) }
  }

  private func wait() {
    guard let multi else { return inbox.wait() }
    var running: Int32 = 0
    ccurl_multi_perform(multi, &running)
    settleEnded()
    // libcurl shortens this to its own timers; nothing else needs a wake-up.
    ccurl_multi_poll(multi, inbox.descriptor, 3_600_000)
  }

  private func obey(_ order: Order) {
    switch order {
    case .start(let errand, let completion): start(errand, completion)
    case .cancel(let number): exchanges[number].map { settle($0, .failure(.cancelled)) }
    case .stop: isStopped = true
    }
  }

  private func start(_ errand: CurlErrand, _ completion: Completion) {
    guard let multi else { return completion.resume(returning: .failure(.unreachable(fault ?? "libcurl is missing"))) }
    do throws(TransportError) {
      let exchange = try CurlExchange(errand, configuration, completion)
      ccurl_multi_add(multi, exchange.easy)
      exchanges[errand.number] = exchange
    } catch {
      completion.resume(returning: .failure(error))
    }
  }

  private func settleEnded() {
    guard let multi else { return }
    var code = CURLE_OK
    while let easy = ccurl_multi_next_ended(multi, &code) {
      guard let exchange = exchanges.values.first(where: { $0.easy == easy }) else { continue }
      settle(exchange, exchange.result(code))
    }
  }

  private func settle(_ exchange: CurlExchange, _ result: Result<HTTPResponse, TransportError>) {
    exchanges[exchange.errand.number] = nil
    if let multi { ccurl_multi_remove(multi, exchange.easy) }
    exchange.close()
    exchange.completion.resume(returning: result)
  }
}

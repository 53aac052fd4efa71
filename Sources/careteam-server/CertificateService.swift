import CareTeamServer
import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the certificate's files again on SIGHUP, as those who renew certificates send it.
struct CertificateService: Service {
  let current: CurrentCertificate
  let options: TLSOptions
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      for await _ in await UnixSignalsSequence(trapping: .sighup) { reload() }
    }
  }

  /// Files that are not good leave the certificate as it was.
  private func reload() {
    do throws(ServeError) {
      guard let next = try options.certificate() else { return }
      current.replace(with: next)
      logger.info("the certificate was read again")
    } catch {
      logger.error("the certificate is still the old one: \(error.message)")
    }
  }
}

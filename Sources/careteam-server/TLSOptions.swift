import ArgumentParser
import CareTeamServer

/// How the server proves who it is, and what it is called.
struct TLSOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Serve TLS with this certificate chain in PEM, the server's own first.", valueName: "file"))
  var tlsCert: String?

  @Option(help: ArgumentHelp("The certificate's private key in PEM; nobody else may read the file.", valueName: "file"))
  var tlsKey: String?

  @Option(
    help: ArgumentHelp(
      "The address that clients reach the server at, where it is another, such as https://clinic.example.",
      valueName: "url"))
  var publicUrl: String?

  func validate() throws {
    guard (tlsCert == nil) == (tlsKey == nil) else { throw ValidationError("--tls-cert and --tls-key go together.") }
  }

  /// The certificate as its files are now; nil without TLS.
  func certificate() throws(ServeError) -> ServerCertificate? {
    guard let tlsCert, let tlsKey else { return nil }
    do throws(CertificateFault) {
      return try ServerCertificate(chainFile: DataFolder.absolute(tlsCert), keyFile: DataFolder.absolute(tlsKey))
    } catch { throw .certificate(error) }
  }
}

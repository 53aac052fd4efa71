import CareTeamCore
import CareTeamServer

/// Why the server does not start, or a user is not made.
enum ServeError: Error, Equatable {
  case usage(String)
  case hostNeedsTLS(String)
  case hostNeedsName(String)
  case certificate(CertificateFault)
  case portBusy(host: String, port: Int)
  case cannotListen(host: String, port: Int, detail: String)
  case folderInUse(path: String, pid: String?)
  case cannotCreate(path: String, detail: String)
  case io(path: String, detail: String)
  case damaged(String)
  case notADemo(path: String)
  case noSuchUser(String)
  case ambiguousUser(String)
  case noData(path: String)
  case noSuchFile(path: String, detail: String)
  case weakPassword(String)
  case loginTaken(String)
  case noSuchClient(String)
  case badKeys(path: String)
  case privateKey(path: String)
  case auditBroken(after: Int, event: String?)

  /// The code for scripts, with which goes the exit status.
  var code: CareTeamError.Code {
    switch self {
    case .usage, .hostNeedsName, .notADemo: .usage
    case .ambiguousUser: .ambiguous
    case .weakPassword, .loginTaken, .badKeys, .privateKey: .badInput
    case .noSuchUser, .noSuchClient, .noData: .notFound
    case .noSuchFile: .fileNotFound
    case .portBusy, .cannotListen: .unsupported
    case .cannotCreate: .cannotCreate
    case .io, .damaged, .auditBroken: .io
    case .folderInUse: .busy
    case .hostNeedsTLS, .certificate: .configuration
    }
  }

  /// What failed, then what to do.
  var message: String {
    switch self {
    case .usage(let text): text
    case .hostNeedsTLS(let host):
      "will not listen on \(host) without TLS, since health information would travel in the open; "
        + "give --tls-cert and --tls-key, or use --host 127.0.0.1"
    case .hostNeedsName(let host):
      "\(host) is every address of this machine and no name; say what clients call it, such as --public-url https://clinic.example"
    case .certificate(let fault): fault.message
    case .portBusy(let host, let port):
      "port \(port) on \(host) is in use by another program; choose another with --port, or --port 0 for any"
    case .cannotListen(let host, let port, let detail): "cannot listen on \(host) port \(port): \(detail)"
    case .folderInUse(let path, let pid):
      "\(path) is in use by another server\(pid.map { " (process \($0))" } ?? ""); stop it, or choose another --data"
    case .cannotCreate(let path, let detail): "cannot create \(path): \(detail)"
    case .io(let path, let detail): "cannot read or write \(path): \(detail)"
    case .damaged(let detail): "the server's data is damaged: \(detail)"
    case .notADemo(let path):
      "\(path) is not empty and is no sample clinic; --demo needs a folder of its own, choose one with --data"
    case .noSuchUser(let name): "there is no user \(name); see: careteam serve user list"
    case .ambiguousUser(let name): "several users are called \(name); give the reference, see: careteam serve user list"
    case .auditBroken(let count, let event):
      "the audit trail is not as it was written: after \(count) good events "
        + (event.map { "comes \($0), which was changed or put there" } ?? "one is missing")
        + "; compare it with a backup"
    case .noSuchFile(let path, let detail): "cannot read \(path): \(detail)"
    case .weakPassword(let fault): "\(fault); nothing was changed, choose another one"
    case .loginTaken(let name): "somebody else logs in as \(name); choose another name with --login"
    case .noSuchClient(let id): "there is no client \(id); see: careteam serve client list"
    case .badKeys(let path):
      "\(path) has no public key for ES384 (P-384) or RS384 (RSA of 2048 bits or more), in a JSON Web Key Set or in PEM"
    case .privateKey(let path):
      "\(path) is a private key, which stays with the program; give its public part: openssl pkey -in KEY -pubout"
    case .noData(let path): "there is no server's data in \(path); choose its folder with --data"
    }
  }
}

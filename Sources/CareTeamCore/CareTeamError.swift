/// The one error a user sees: a code for scripts, a message for people, and the exit status that both share.
package struct CareTeamError: Error, Sendable, Equatable {
  /// What kind of failure it is. To add one, add a case and its line in `exitStatus`.
  package enum Code: String, Sendable, CaseIterable {
    case usage
    case badInput = "bad-input"
    case ambiguous
    case emptyMessage = "empty-message"
    case conversationCompleted = "conversation-completed"
    case conversationMoved = "conversation-moved"
    case wrongPatient = "wrong-patient"
    case clientIdTaken = "client-id-taken"
    case notFound = "not-found"
    case fileNotFound = "file-not-found"
    case unsupported
    case fault
    case cannotCreate = "cannot-create"
    case io
    case diskFull = "disk-full"
    case mailboxDamaged = "mailbox-damaged"
    case offline
    case serverFailed = "server-failed"
    case rateLimited = "rate-limited"
    case busy
    case editorFailed = "editor-failed"
    case serverProtocol = "protocol"
    case cursorMismatch = "cursor-mismatch"
    case unknownSchema = "unknown-schema"
    case newerMailbox = "newer-mailbox"
    case loginNeeded = "login-needed"
    case notAllowed = "not-allowed"
    case noAccount = "no-account"
    case configuration
    case mailboxKey = "mailbox-key"
    case refusedByServer = "refused-by-server"
    case timedOut = "timed-out"
    case handlerFailed = "handler-failed"
    case unsafeFile = "unsafe-file"
    case scannerFailed = "scanner-failed"

    /// The exit status (BSD's sysexits.h, and 124 as timeout(1) has it).
    package var exitStatus: Int32 {
      switch self {
      case .usage: 64
      case .badInput, .ambiguous, .emptyMessage, .conversationCompleted, .conversationMoved, .wrongPatient,
        .clientIdTaken, .refusedByServer, .unsafeFile:
        65
      case .notFound, .fileNotFound: 66
      case .unsupported: 69
      case .fault: 70
      case .cannotCreate: 73
      case .io, .diskFull, .mailboxDamaged: 74
      case .offline, .serverFailed, .rateLimited, .busy, .editorFailed, .scannerFailed: 75
      case .serverProtocol, .cursorMismatch, .unknownSchema, .newerMailbox: 76
      case .loginNeeded, .notAllowed, .noAccount: 77
      case .configuration, .mailboxKey: 78
      case .timedOut: 124
      case .handlerFailed: 1
      }
    }

    /// Whether the same command can succeed later without a change.
    package var isRetryable: Bool { exitStatus == 75 || self == .timedOut }
  }

  /// The kind.
  package var code: Code
  /// What failed, then what to do.
  package var message: String
  /// How long the server asked to wait.
  package var retryAfterSeconds: Int?
  /// The status of a user's own program, which careteam ends with in its place.
  package var handlerStatus: Int32?

  /// The exit status: the code's own, or that of a user's program.
  package var exitStatus: Int32 { handlerStatus ?? code.exitStatus }

  /// A failure of this kind.
  package init(_ code: Code, _ message: String, retryAfterSeconds: Int? = nil) {
    self.code = code
    self.message = message
    self.retryAfterSeconds = retryAfterSeconds
  }

  /// A user's program that ended with this status.
  package init(handlerStatus status: Int32) {
    self.init(.handlerFailed, "the handler ended with \(status); the event is not done")
    handlerStatus = status
  }

  /// The object that stands for it on standard error (`careteam.error/1`).
  package var json: JSON {
    [
      "schema": "careteam.error/1",
      "error": [
        "code": .string(code.rawValue), "exitCode": .number(String(exitStatus)), "message": .string(message),
        "retryable": .bool(code.isRetryable),
        "retryAfterSeconds": retryAfterSeconds.map { JSON($0) } ?? .null,
      ],
    ]
  }
}

extension CareTeamError {
  /// What a failed request means to the user.
  package init(_ error: TransportError) {
    switch error {
    case .refused: self.init(.configuration, error.message)
    case .noToken: self.init(.loginNeeded, error.message)
    case .noTokenNow: self.init(.busy, error.message)
    case .file: self.init(.io, error.message)
    case .diskFull: self.init(.diskFull, "\(error.message); free some space and try again")
    case .untrusted: self.init(.offline, "\(error.message); nothing was sent")
    case .unreachable, .interrupted, .timedOut, .tooLarge, .cancelled:
      self.init(.offline, "\(error.message); try again later")
    }
  }

  /// What an answer other than 2xx means to the user.
  package init(_ response: HTTPResponse, doing what: String) {
    let said = OperationOutcome(body: response.body).message.map { ": \($0)" } ?? ""
    switch response.status {
    case 401:
      self.init(.loginNeeded, "the server does not accept the login; run ‘careteam login’ again")
    case 403: self.init(.notAllowed, "the server does not allow it (\(what))\(said)")
    case 404, 410: self.init(.notFound, "the server does not have it (\(what))\(said)")
    case 408, 425, 500...599:
      self.init(
        .serverFailed, "the server failed (\(response.status), \(what))\(said); try again later",
        retryAfterSeconds: response.retryAfterSeconds)
    case 429:
      self.init(
        .rateLimited, "the server asks to slow down (\(what)); try again later",
        retryAfterSeconds: response.retryAfterSeconds)
    default: self.init(.serverProtocol, "the server answered \(response.status) (\(what))\(said)")
    }
  }
}

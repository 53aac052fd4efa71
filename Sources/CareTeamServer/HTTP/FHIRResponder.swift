package import Hummingbird

/// The FHIR server as Hummingbird sees it: every request gets a response, every refusal an OperationOutcome.
package struct FHIRResponder: HTTPResponder {
  let store: ResourceStore
  let configuration: FHIRServerConfiguration

  /// A server over a store.
  package init(store: ResourceStore, configuration: FHIRServerConfiguration) {
    self.store = store
    self.configuration = configuration
  }

  package func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
    await respond(to: request)
  }

  /// Answers a request without a socket.
  package func respond(to request: Request) async -> Response {
    Response(status: .notImplemented)
  }
}

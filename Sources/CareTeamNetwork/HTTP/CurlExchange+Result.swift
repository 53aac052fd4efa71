import CCurl
import CareTeamCore

extension CurlExchange {
  /// The answer, or what libcurl's result means to a sender.
  func result(_ code: CURLcode) -> Result<HTTPResponse, TransportError> {
    if let failure { return .failure(failure) }
    guard code == CURLE_OK else { return .failure(CurlFailure(easy, errand.target.origin).error(code, errand.timeout)) }
    var headers = HTTPFields()
    for field in sink.fields { headers.add(field.name, field.value) }
    return .success(HTTPResponse(status: status, headers: headers, body: sink.body))
  }
}

/// Where a person lets a program act for them, or does not.
struct ConsentPage {
  /// Where the answer is sent, and what it is about.
  enum Target: Sendable, Equatable {
    /// A browser that goes back to the program; the request as it came.
    case browser(query: String, redirect: String)
    /// A device that shows this code.
    case device(userCode: String)
  }

  var target: Target
  var client: String
  var userName: String
  var offer: ScopeOffer
  /// The names of the patients in question, by id.
  var patientNames: [String: String]
  var csrf: String
  var fault: String?

  var page: Page {
    Page(
      title: "Let ‘\(client)’ in?",
      body: """
        <h1>Let ‘<bdi>\(client)</bdi>’ act for you?</h1>
        \(Page.alert(fault))
        <form method="post" action="\(action)">
        <input type="hidden" name="csrf" value="\(csrf)">\(hidden)
        \(patient)
        <fieldset><legend>It may use</legend><ul>\(rows)</ul></fieldset>
        <p class="soft">Untick what you do not want. \(destination)</p>
        <div class="buttons"><button type="submit" name="decision" value="allow">Allow</button>
        <button class="plain" type="submit" name="decision" value="deny" formnovalidate>Refuse</button></div>
        </form>
        \(Page.whoIsThere(userName, csrf: csrf))
        """, status: fault == nil ? 200 : 400, formTarget: formTarget)
  }

  private var action: String {
    switch target {
    case .browser: "/auth/consent"
    case .device: "/auth/device"
    }
  }

  private var hidden: HTML {
    switch target {
    case .browser(let query, _): "<input type=\"hidden\" name=\"request\" value=\"\(query)\">"
    case .device(let code): "<input type=\"hidden\" name=\"user_code\" value=\"\(code)\">"
    }
  }

  private var formTarget: String? {
    guard case .browser(_, let redirect) = target else { return nil }
    return RedirectURI.source(of: redirect)
  }

  private var destination: HTML {
    switch target {
    case .browser(_, let redirect): "After this you go to <b>\(RedirectURI.source(of: redirect))</b>."
    case .device(let code):
      """
      The device shows the code <b>\(DeviceRequest.shown(code))</b>: go on only if you see it there yourself. Whoever \
      sent you the code gets the access.
      """
    }
  }

  private var patient: HTML {
    if let id = offer.patient { return "<p>It is about <b><bdi>\(patientNames[id] ?? id)</bdi></b>.</p>" }
    guard !offer.choices.isEmpty else { return offer.isForAllPatients ? "<p>It is about all your patients.</p>" : "" }
    let options = offer.choices.map { id -> HTML in "<option value=\"\(id)\">\(patientNames[id] ?? id)</option>" }
    return """
      <label class="field" for="patient">Whom is it about?</label>
      <select id="patient" name="patient" required><option value="">Choose a patient</option>\(options)</select>
      """
  }

  private var rows: [HTML] {
    offer.scopes.resources.sorted { (ScopeWords.rank($0), $0.type) < (ScopeWords.rank($1), $1.type) }
      .map { row($0.text, ScopeWords.words($0)) }
      + offer.asked.map { row($0.rawValue, ScopeWords.words($0)) }
  }

  private func row(_ scope: String, _ words: (title: String, detail: String)) -> HTML {
    """
    <li><label><input type="checkbox" name="scope:\(scope)" value="yes" checked>
    <span>\(words.title)<small>\(words.detail)</small></span></label></li>
    """
  }
}

/// Where a person types the code that a device shows.
struct DevicePage {
  var csrf: String
  var userName: String
  var code = ""
  var fault: String?
  var status = 200
  var retryAfter: Int?

  var page: Page {
    Page(
      title: "Connect a device",
      body: """
        <h1>Connect a device</h1>
        \(Page.alert(fault))
        <form method="post" action="/auth/device">
        <input type="hidden" name="csrf" value="\(csrf)">
        <label class="field" for="user_code">The code that the device shows</label>
        <input class="text code" id="user_code" name="user_code" value="\(code)" autocomplete="off" spellcheck="false"
          autocapitalize="characters" maxlength="20" required autofocus>
        <div class="buttons"><button type="submit" name="decision" value="look">Go on</button></div>
        </form>
        \(Page.whoIsThere(userName, csrf: csrf))
        """, status: status, retryAfter: retryAfter)
  }
}

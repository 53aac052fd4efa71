/// Where a person says who they are.
struct LoginPage {
  /// What they are to be let through to, on this server.
  var next: String
  var csrf: String
  /// The program that waits, when one does.
  var client: String?
  /// The server's address, to be compared with the browser's.
  var origin: String
  var login = ""
  /// Why the last attempt failed.
  var fault: String?
  var status = 200
  var retryAfter: Int?

  var page: Page {
    let waiting: HTML = client.map { "<p>Log in to go on to <b><bdi>\($0)</bdi></b>.</p>" } ?? ""
    return Page(
      title: "Log in",
      body: """
        <h1>Log in</h1>
        \(waiting)\(Page.alert(fault))
        <form method="post" action="/auth/login">
        <input type="hidden" name="csrf" value="\(csrf)"><input type="hidden" name="next" value="\(next)">
        <label class="field" for="login">User name</label>
        <input class="text" id="login" name="login" value="\(login)" autocomplete="username" autocapitalize="none"
          spellcheck="false" maxlength="64" required autofocus>
        <label class="field" for="password">Password</label>
        <input class="text" id="password" name="password" type="password" autocomplete="current-password"
          maxlength="1024" required>
        <div class="buttons"><button type="submit">Log in</button></div>
        </form>
        <footer><p class="soft">You are at <b>\(origin)</b>. If you forgot your password, ask the clinic for a new
        one.</p></footer>
        """, status: status, retryAfter: retryAfter)
  }
}

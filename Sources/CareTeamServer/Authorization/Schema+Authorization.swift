extension Schema {
  /// Who may log in by a password, which clients there are, and what was given to them. Codes, tokens and cookies are
  /// kept as SHA-256; times are milliseconds since 1970.
  ///
  /// A `login_grant` is what one login gave to one client: its refresh tokens and access tokens bear its family, and
  /// end with it. `refresh_token.state` is 0 for the newest, 1 for one that was used, 2 for one whose answer was lost.
  static let authorization = """
    CREATE TABLE password (
      user TEXT PRIMARY KEY REFERENCES user (reference), login TEXT NOT NULL UNIQUE, hash TEXT NOT NULL,
      changed INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE session (
      hash TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES user (reference), started INTEGER NOT NULL,
      used INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE client (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, redirects TEXT NOT NULL, user TEXT REFERENCES user (reference),
      scope TEXT, keys TEXT, introspects INTEGER NOT NULL, disabled INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE assertion (
      client TEXT NOT NULL, jti TEXT NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY (client, jti)) WITHOUT ROWID;
    CREATE INDEX assertion_expires ON assertion (expires);
    CREATE TABLE login_grant (
      family TEXT PRIMARY KEY, client TEXT NOT NULL, user TEXT NOT NULL REFERENCES user (reference),
      scope TEXT NOT NULL, patient TEXT, started INTEGER NOT NULL, ends INTEGER NOT NULL, revoked INTEGER NOT NULL)
      WITHOUT ROWID;
    CREATE INDEX login_grant_user ON login_grant (user);
    CREATE TABLE authorization_code (
      hash TEXT PRIMARY KEY, family TEXT NOT NULL, client TEXT NOT NULL, user TEXT NOT NULL, scope TEXT NOT NULL,
      patient TEXT, redirect TEXT NOT NULL, challenge TEXT NOT NULL, nonce TEXT, authenticated INTEGER NOT NULL,
      expires INTEGER NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX authorization_code_expires ON authorization_code (expires);
    CREATE TABLE refresh_token (
      hash TEXT PRIMARY KEY, family TEXT NOT NULL, access TEXT NOT NULL, parent TEXT, expires INTEGER NOT NULL,
      used INTEGER, state INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX refresh_token_family ON refresh_token (family);
    CREATE INDEX refresh_token_expires ON refresh_token (expires);
    CREATE TABLE device_code (
      hash TEXT PRIMARY KEY, user_code TEXT NOT NULL UNIQUE, client TEXT NOT NULL, asked TEXT NOT NULL,
      expires INTEGER NOT NULL, pause INTEGER NOT NULL, polled INTEGER, state TEXT NOT NULL, user TEXT, scope TEXT,
      patient TEXT) WITHOUT ROWID;
    CREATE INDEX device_code_expires ON device_code (expires);
    CREATE INDEX token_expires ON token (expires) WHERE family IS NOT NULL;
    """

  /// careteam itself, which listens on a port of its choice for the browser to come back (RFC 8252 §7.3).
  static let ownClient = """
    INSERT INTO client (id, name, redirects, introspects, disabled)
    VALUES ('careteam', 'careteam',
      '["http://127.0.0.1/","http://127.0.0.1/callback","http://[::1]/","http://[::1]/callback"]', 0, 0);
    """
}

import GRDB

/// The store's tables, by numbered migrations that are only ever appended to.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 resources") { db in try db.execute(sql: resources) }
    migrator.registerMigration("2 search index") { db in try db.execute(sql: searchIndex) }
    migrator.registerMigration("3 users") { db in try db.execute(sql: users) }
    migrator.registerMigration("4 grants") { db in try db.execute(sql: grants) }
    migrator.registerMigration("5 authorization") { db in try db.execute(sql: authorization + ownClient) }
    migrator.registerMigration("6 audit") { db in
      try db.execute(sql: audit)
      try AuditChain.linkAll(in: db)
    }
    migrator.registerMigration("7 subscriptions of one") { db in try db.execute(sql: subscriptions) }
    return migrator
  }

  private static let resources = """
    CREATE TABLE resource (
      key INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
      updated INTEGER NOT NULL, deleted INTEGER NOT NULL, owner TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (type, id));
    CREATE INDEX resource_updated ON resource (type, updated);
    CREATE TABLE superseded (
      key INTEGER NOT NULL, version INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER NOT NULL,
      text TEXT NOT NULL, PRIMARY KEY (key, version)) WITHOUT ROWID;
    CREATE TABLE audience (
      key INTEGER NOT NULL, audience TEXT NOT NULL, PRIMARY KEY (key, audience)) WITHOUT ROWID;
    CREATE INDEX audience_audience ON audience (audience, key);
    CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    """

  private static let searchIndex = """
    CREATE TABLE token_index (
      key INTEGER NOT NULL, type TEXT NOT NULL, param TEXT NOT NULL, system TEXT NOT NULL, code TEXT NOT NULL);
    CREATE INDEX token_index_value ON token_index (type, param, code, system, key);
    CREATE INDEX token_index_key ON token_index (key, param, code);
    CREATE TABLE reference_index (
      key INTEGER NOT NULL, type TEXT NOT NULL, param TEXT NOT NULL, target_type TEXT NOT NULL,
      target_id TEXT NOT NULL);
    CREATE INDEX reference_index_value ON reference_index (type, param, target_id, target_type, key);
    CREATE INDEX reference_index_key ON reference_index (key, param, target_type, target_id);
    CREATE TABLE date_index (
      key INTEGER NOT NULL, type TEXT NOT NULL, param TEXT NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL);
    CREATE INDEX date_index_value ON date_index (type, param, low, high, key);
    CREATE INDEX date_index_key ON date_index (key, param, low, high);
    CREATE TABLE string_index (
      key INTEGER NOT NULL, type TEXT NOT NULL, param TEXT NOT NULL, value TEXT NOT NULL, exact TEXT NOT NULL);
    CREATE INDEX string_index_value ON string_index (type, param, value, key);
    CREATE INDEX string_index_key ON string_index (key, param, value);
    """

  private static let users = """
    CREATE TABLE user (
      reference TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, disabled INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE token (
      hash TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES user (reference), expires INTEGER, revoked INTEGER NOT NULL)
      WITHOUT ROWID;
    """

  /// What a token was granted: its scopes and patient (SMART App Launch 2.2 §7), to which client, and the login that its
  /// refresh tokens go back to. Without scopes it may do all that its user may.
  private static let grants = """
    ALTER TABLE token ADD COLUMN scope TEXT;
    ALTER TABLE token ADD COLUMN patient TEXT;
    ALTER TABLE token ADD COLUMN client TEXT;
    ALTER TABLE token ADD COLUMN family TEXT;
    CREATE INDEX token_family ON token (family) WHERE family IS NOT NULL;
    """

  /// A subscription is its owner's alone; what a patient subscribed to was everybody's who may see that patient.
  private static let subscriptions = """
    UPDATE audience SET audience = '=' || audience
      WHERE key IN (SELECT key FROM resource WHERE type = 'Subscription');
    """

  /// The audit trail can be added to, and nothing else.
  private static let audit = """
    CREATE TABLE audit_chain (key INTEGER PRIMARY KEY, link BLOB NOT NULL);
    CREATE TRIGGER audit_event_update BEFORE UPDATE ON resource
      WHEN OLD.type = 'AuditEvent' OR NEW.type = 'AuditEvent'
      BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    CREATE TRIGGER audit_event_delete BEFORE DELETE ON resource WHEN OLD.type = 'AuditEvent'
      BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    CREATE TRIGGER audit_chain_update BEFORE UPDATE ON audit_chain
      BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    CREATE TRIGGER audit_chain_delete BEFORE DELETE ON audit_chain
      BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    """
}

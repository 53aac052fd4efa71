import GRDB

/// The mailbox's tables, as numbered changes: the first makes version 1, and new ones are added at the end only.
///
/// Instants are text of 21 digits (see `Instant.key`), references `Type/id`, lists of people their numbers with spaces.
enum Schema {
  /// The version this careteam knows.
  static var version: Int { migrations.count }

  /// The first version of which a mailbox can be sealed.
  static let sealVersion = 4

  /// Brings a database from the version it is at to that of the last migration, in the transaction of the caller.
  static func migrate(_ db: Database, from version: Int, by migrations: [String] = migrations) throws {
    for migration in migrations[version...] { try db.execute(sql: migration) }
    try db.execute(sql: "PRAGMA user_version = \(migrations.count)")
  }

  /// The changes, the first of which makes version 1.
  static let migrations = [
    """
    CREATE TABLE meta (
      id INTEGER PRIMARY KEY CHECK (id = 1), identity TEXT NOT NULL, last_sync TEXT,
      full_sync INTEGER NOT NULL DEFAULT 0, generation INTEGER NOT NULL DEFAULT 0,
      account TEXT, server TEXT, user TEXT, user_name TEXT, patient TEXT, dialect TEXT, token_file TEXT);
    CREATE TABLE watermark (type TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE conversation_handle (
      number INTEGER PRIMARY KEY AUTOINCREMENT, reference TEXT UNIQUE, id TEXT, client_id TEXT UNIQUE);
    CREATE INDEX conversation_handle_id ON conversation_handle (id);
    CREATE TABLE message_handle (
      number INTEGER PRIMARY KEY AUTOINCREMENT, reference TEXT UNIQUE, id TEXT, client_id TEXT UNIQUE);
    CREATE INDEX message_handle_id ON message_handle (id);

    CREATE TABLE person (
      number INTEGER PRIMARY KEY, reference TEXT NOT NULL UNIQUE, name TEXT, asked INTEGER NOT NULL DEFAULT 0);

    CREATE TABLE conversation (
      number INTEGER PRIMARY KEY, reference TEXT, version TEXT, server_status TEXT,
      is_closed INTEGER NOT NULL DEFAULT 0, priority INTEGER NOT NULL DEFAULT 0, type TEXT NOT NULL DEFAULT 'other',
      category TEXT, reason TEXT, subject TEXT, medium TEXT, members TEXT NOT NULL DEFAULT '',
      participants TEXT NOT NULL DEFAULT '', patient INTEGER, created TEXT, seen INTEGER NOT NULL DEFAULT 0,
      status TEXT NOT NULL DEFAULT 'active', unread_count INTEGER NOT NULL DEFAULT 0,
      message_count INTEGER NOT NULL DEFAULT 0, attachment_count INTEGER NOT NULL DEFAULT 0,
      waiting_who TEXT, waiting_since TEXT, first_line TEXT, last_message INTEGER, last_outgoing INTEGER,
      last_sender INTEGER, last_sent TEXT, last_preview TEXT, updated TEXT NOT NULL);
    CREATE INDEX conversation_activity ON conversation (updated DESC, number);
    CREATE INDEX conversation_status ON conversation (status, updated DESC, number);
    CREATE INDEX conversation_unread ON conversation (updated DESC, number) WHERE unread_count > 0;
    CREATE INDEX conversation_waiting ON conversation (updated DESC, number) WHERE waiting_who IS NOT NULL;

    CREATE TABLE message (
      number INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, reference TEXT, version TEXT, client_id TEXT,
      outgoing INTEGER NOT NULL, sender INTEGER NOT NULL, recipients TEXT NOT NULL, in_reply_to INTEGER,
      sent TEXT NOT NULL, received TEXT, is_read INTEGER NOT NULL, read_at TEXT, retracted INTEGER NOT NULL DEFAULT 0,
      priority INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, progress INTEGER NOT NULL DEFAULT 0,
      asks INTEGER NOT NULL, attachment_count INTEGER NOT NULL DEFAULT 0, seen INTEGER NOT NULL DEFAULT 0,
      position TEXT NOT NULL, text TEXT NOT NULL);
    CREATE INDEX message_order ON message (
      conversation, position, outgoing, is_read, retracted, failed, attachment_count, sender, asks, sent);
    CREATE TABLE attachment (
      message INTEGER NOT NULL, part INTEGER NOT NULL, url TEXT, filename TEXT, content_type TEXT, size INTEGER,
      sha256 TEXT, sha1 TEXT, state TEXT NOT NULL, path TEXT, PRIMARY KEY (message, part)) WITHOUT ROWID;
    CREATE TABLE source (reference TEXT PRIMARY KEY, json TEXT NOT NULL);

    CREATE TABLE receipt (
      reference TEXT PRIMARY KEY, version TEXT, conversation TEXT NOT NULL, owner INTEGER NOT NULL, read_through TEXT,
      delivered_through TEXT, read_also TEXT NOT NULL DEFAULT '', at TEXT, unapplied INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
    CREATE INDEX receipt_conversation ON receipt (conversation);
    CREATE TABLE pending_receipt (
      conversation INTEGER PRIMARY KEY, token INTEGER NOT NULL, reads INTEGER NOT NULL);

    CREATE TABLE outbox (
      number INTEGER PRIMARY KEY AUTOINCREMENT, client_id TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
      conversation INTEGER NOT NULL, message INTEGER NOT NULL UNIQUE, begins INTEGER NOT NULL,
      may_exist INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, last_error TEXT, next_attempt TEXT,
      created TEXT NOT NULL, owner TEXT, lease_until TEXT);
    CREATE INDEX outbox_unsent ON outbox (conversation, number) WHERE state <> 'sent';
    CREATE TABLE draft (
      number INTEGER PRIMARY KEY AUTOINCREMENT, client_id TEXT NOT NULL, conversation INTEGER, new_conversation TEXT,
      in_reply_to INTEGER, attachments TEXT NOT NULL, updated TEXT NOT NULL, text TEXT NOT NULL);

    CREATE TABLE cursor (name TEXT PRIMARY KEY, position INTEGER NOT NULL, updated TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE event (
      position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, at TEXT NOT NULL, conversation INTEGER NOT NULL,
      message INTEGER);
    INSERT INTO meta (id, identity) VALUES (1, lower(hex(randomblob(16))));
    """,
    // Until when the server wants to be left alone; when a create was last put on the wire; where a file was sent before;
    // what `status` counts; events about no conversation.
    """
    ALTER TABLE meta ADD COLUMN hold_until TEXT;
    ALTER TABLE outbox ADD COLUMN posted TEXT;
    CREATE INDEX attachment_sent ON attachment (sha256) WHERE sha1 IS NOT NULL;
    CREATE INDEX conversation_attention ON conversation (status, priority, unread_count, waiting_who, is_closed)
      WHERE status = 'needs-attention';
    CREATE TABLE event_2 (
      position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, at TEXT NOT NULL, conversation INTEGER,
      message INTEGER);
    INSERT INTO event_2 (position, kind, at, conversation, message)
      SELECT position, kind, at, conversation, message FROM event;
    DROP TABLE event;
    ALTER TABLE event_2 RENAME TO event;
    """,
    // The search index (see SearchIndex), and the messages that wait for it. The triggers write numbers only: an FTS5 table kept by
    // triggers would halve the speed of a load.
    """
    CREATE TABLE search_state (
      id INTEGER PRIMARY KEY CHECK (id = 1), key_check INTEGER, superseded INTEGER NOT NULL DEFAULT 0);
    INSERT INTO search_state (id) VALUES (1);
    CREATE VIRTUAL TABLE search_index USING fts5 (
      terms, content = '', columnsize = 0, detail = 'none', tokenize = 'ascii');
    CREATE TABLE search_entry (row INTEGER PRIMARY KEY, message INTEGER UNIQUE, digest INTEGER NOT NULL);
    CREATE TABLE search_word (
      bucket INTEGER NOT NULL, term INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (bucket, term)) WITHOUT ROWID;
    CREATE TABLE search_pending (message INTEGER PRIMARY KEY);
    INSERT INTO search_pending (message) SELECT number FROM message;
    CREATE TRIGGER search_message_new AFTER INSERT ON message BEGIN
      INSERT OR IGNORE INTO search_pending (message) VALUES (new.number);
    END;
    CREATE TRIGGER search_message_changed
      AFTER UPDATE OF conversation, sender, recipients, sent, text, attachment_count ON message
    BEGIN
      INSERT OR IGNORE INTO search_pending (message) VALUES (new.number);
    END;
    CREATE TRIGGER search_message_gone AFTER DELETE ON message BEGIN
      DELETE FROM search_pending WHERE message = old.number;
      UPDATE search_entry SET message = NULL WHERE message = old.number;
    END;
    CREATE TRIGGER search_subject_changed AFTER UPDATE OF subject ON conversation BEGIN
      INSERT OR IGNORE INTO search_pending (message) SELECT number FROM message WHERE conversation = new.number;
    END;
    """,
    // Which key the mailbox is sealed with and where that is kept; whether what was there in plain, or under another key,
    // is still to be removed from the disk. Where a file was sent before is found by its conversation.
    """
    ALTER TABLE meta ADD COLUMN seal TEXT;
    ALTER TABLE meta ADD COLUMN key_place TEXT;
    ALTER TABLE meta ADD COLUMN residue INTEGER NOT NULL DEFAULT 0;
    DROP INDEX attachment_sent;
    """,
  ]
}

/** What each log brought by hour of arrival, what is wrong with the bot itself, and letters that tell of that. */
export const health = `
CREATE TABLE log_hour (
  path     TEXT NOT NULL,
  bucket   INTEGER NOT NULL,
  minutes  INTEGER NOT NULL,
  records  INTEGER NOT NULL,
  unparsed INTEGER NOT NULL,
  latest   INTEGER NOT NULL,
  PRIMARY KEY (path, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE ailment (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  what     TEXT NOT NULL,
  since    INTEGER NOT NULL,
  ended_at INTEGER,
  ts       TEXT
) STRICT;

CREATE TABLE letter_of_any_kind (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL CHECK (kind IN ('incident', 'thread', 'report', 'health')),
  incident   INTEGER,
  sequence   INTEGER,
  reason     TEXT,
  broadcast  INTEGER NOT NULL DEFAULT 0,
  day        TEXT,
  ailment    INTEGER,
  message    TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'unknown', 'sent', 'failed', 'superseded')),
  attempts   INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL,
  written_at INTEGER NOT NULL,
  ts         TEXT,
  why        TEXT
) STRICT;
INSERT INTO letter_of_any_kind
    (id, kind, incident, sequence, reason, broadcast, day, message, state, attempts, not_before, written_at, ts, why)
  SELECT id, kind, incident, sequence, reason, broadcast, day, message, state, attempts, not_before, written_at, ts, why
  FROM letter;
DROP TABLE letter;
ALTER TABLE letter_of_any_kind RENAME TO letter;
CREATE UNIQUE INDEX letter_once ON letter (incident, kind, sequence) WHERE incident IS NOT NULL;
CREATE UNIQUE INDEX report_once ON letter (day) WHERE day IS NOT NULL;
CREATE INDEX letter_by_ailment ON letter (ailment) WHERE ailment IS NOT NULL;
CREATE INDEX letter_by_state ON letter (state, id);
`;

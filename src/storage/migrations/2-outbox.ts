/** What the channel has heard, and what it is still to hear. */
export const outbox = `
CREATE TABLE told (
  incident     INTEGER PRIMARY KEY REFERENCES incident (id) ON DELETE CASCADE,
  reason       TEXT NOT NULL,
  at           INTEGER NOT NULL,
  cause        TEXT NOT NULL,
  alarming     INTEGER NOT NULL,
  peers        INTEGER NOT NULL,
  acknowledged INTEGER NOT NULL CHECK (acknowledged IN (0, 1)),
  resolved     INTEGER NOT NULL CHECK (resolved IN (0, 1))
) STRICT;

-- The incident's one message in the channel. Letters go after a while; this stays as long as its incident.
CREATE TABLE post (
  incident INTEGER PRIMARY KEY REFERENCES incident (id) ON DELETE CASCADE,
  ts       TEXT NOT NULL
) STRICT;

CREATE TABLE letter (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL CHECK (kind IN ('incident', 'thread', 'report')),
  incident   INTEGER,
  sequence   INTEGER,
  reason     TEXT,
  day        TEXT,
  message    TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'unknown', 'sent', 'failed', 'superseded')),
  attempts   INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL,
  written_at INTEGER NOT NULL,
  ts         TEXT,
  why        TEXT
) STRICT;
CREATE UNIQUE INDEX letter_once ON letter (incident, kind, sequence) WHERE incident IS NOT NULL;
CREATE UNIQUE INDEX report_once ON letter (day) WHERE day IS NOT NULL;
CREATE INDEX letter_by_state ON letter (state, id);
`;

/** What people say about incidents, what happened to them, and more of what the channel has heard. */
export const people = `
CREATE TABLE silence (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  of         TEXT NOT NULL,
  starts_at  INTEGER NOT NULL,
  ends_at    INTEGER,
  by         TEXT NOT NULL,
  reason     TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX silence_by_end ON silence (ends_at);

CREATE TABLE timeline (
  id       INTEGER PRIMARY KEY,
  incident INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  at       INTEGER NOT NULL,
  by       TEXT,
  what     TEXT NOT NULL
) STRICT;
CREATE INDEX timeline_by_incident ON timeline (incident, at);

ALTER TABLE told ADD COLUMN severity TEXT NOT NULL DEFAULT 'minor';
ALTER TABLE told ADD COLUMN upstreams INTEGER NOT NULL DEFAULT 1;
ALTER TABLE told ADD COLUMN escalated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE told ADD COLUMN silenced INTEGER NOT NULL DEFAULT 0;
ALTER TABLE letter ADD COLUMN broadcast INTEGER NOT NULL DEFAULT 0;
`;

/** What reading lost, and how the program stopped. */
export const gap = `
CREATE TABLE gap (
  id    INTEGER PRIMARY KEY,
  path  TEXT NOT NULL,
  at    INTEGER NOT NULL,
  bytes INTEGER,
  why   TEXT NOT NULL
) STRICT;
CREATE INDEX gap_by_time ON gap (at);

-- Whether the last run closed the database itself.
CREATE TABLE run (
  only  INTEGER PRIMARY KEY CHECK (only = 1),
  clean INTEGER NOT NULL CHECK (clean IN (0, 1))
) STRICT;
`;

/** Files that follow reports into their threads. */
export const parcel = `
CREATE TABLE parcel (
  id         INTEGER PRIMARY KEY,
  letter     INTEGER NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
  part       TEXT NOT NULL CHECK (part IN ('page', 'charts')),
  state      TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'sent', 'dropped')) DEFAULT 'ready',
  attempts   INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL,
  why        TEXT,
  UNIQUE (letter, part)
) STRICT;
`;

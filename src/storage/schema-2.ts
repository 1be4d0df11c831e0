/** The changes of version 2. */
export const schema2 = `
-- Silences that repeat: JSON of their windows; null for a single one.
ALTER TABLE silence ADD COLUMN recurrence TEXT;
ALTER TABLE silence ADD COLUMN ends_with_deploy INTEGER NOT NULL DEFAULT 0 CHECK (ends_with_deploy IN (0, 1));
-- The causes counted before it last reopened, and by the time it was last resolved.
ALTER TABLE incident ADD COLUMN causes_before TEXT NOT NULL DEFAULT '[]';
ALTER TABLE incident ADD COLUMN causes_at_end TEXT NOT NULL DEFAULT '[]';
-- Time of the access line of a failed request.
ALTER TABLE failure ADD COLUMN request_at INTEGER;
`;

/** The changes of version 2. */
export const schema2 = `
-- Silences that repeat: JSON of their windows; null for a single one.
ALTER TABLE silence ADD COLUMN recurrence TEXT;
ALTER TABLE silence ADD COLUMN ends_with_deploy INTEGER NOT NULL DEFAULT 0 CHECK (ends_with_deploy IN (0, 1));
`;

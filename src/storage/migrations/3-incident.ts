/** What an incident is besides one cause at one upstream: several of them, graver or milder, a part of another. */
export const incident = `
ALTER TABLE incident ADD COLUMN branches TEXT NOT NULL DEFAULT '[]';
ALTER TABLE incident ADD COLUMN service TEXT;
ALTER TABLE incident ADD COLUMN severity TEXT NOT NULL DEFAULT 'minor' CHECK (severity IN ('minor', 'major', 'critical'));
ALTER TABLE incident ADD COLUMN reopened INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incident ADD COLUMN corrected TEXT;
ALTER TABLE incident ADD COLUMN part_of INTEGER;
CREATE INDEX incident_by_whole ON incident (part_of) WHERE part_of IS NOT NULL;

UPDATE incident SET branches = json_array(json_object('upstream', nullif(upstream, ''), 'causes', json(causes),
  'counts', json(counts), 'firstFailureAt', first_failure_at, 'lastFailureAt', last_failure_at, 'goodSince', good_since));
`;

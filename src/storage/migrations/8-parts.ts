/** How many incidents that the channel knew were told to have become a part of this one. */
export const parts = `
ALTER TABLE told ADD COLUMN parts INTEGER NOT NULL DEFAULT 0;
UPDATE told SET parts = (SELECT count(*) FROM incident JOIN told AS theirs ON theirs.incident = incident.id
  WHERE incident.part_of = told.incident AND incident.number IS NOT NULL);
`;

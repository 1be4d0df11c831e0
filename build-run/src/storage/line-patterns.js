import { hourMs } from '../base/duration.js';
import { floorToBucket } from './buckets.js';
/** Stores patterns as they are now, and adds the new lines to their counts. */
export function saveLinePatterns(db, changes) {
  for (const { id, kind, pattern, sample, file, firstAt, lastAt, counts } of changes) {
    db.run(upsertPatternSql, [id, kind, pattern, sample, file, firstAt, lastAt]);
    for (const { hour, count } of counts) db.run(addCountSql, [id, hour, count]);
  }
}
/** Every pattern, in the order in which they were found. */
export const readLinePatterns = (db) => db.all(`SELECT ${patternColumns} FROM line_pattern ORDER BY id`);
export const createLinePatterns = (db) => ({
  linePatterns: ({ from, to }) =>
    db.all(
      `SELECT ${patternColumns}, sum(count) AS count
       FROM line_pattern_hour JOIN line_pattern ON line_pattern.id = line_pattern_hour.pattern_id
       WHERE bucket >= ? AND bucket < ? GROUP BY id ORDER BY count DESC, id`,
      [floorToBucket(from, hourMs), to],
    ),
});
const patternColumns = 'id, kind, pattern, sample, file, first_at AS firstAt, last_at AS lastAt';
const upsertPatternSql = `INSERT INTO line_pattern (id, kind, pattern, sample, file, first_at, last_at) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET pattern = excluded.pattern, first_at = excluded.first_at, last_at = excluded.last_at`;
const addCountSql = `INSERT INTO line_pattern_hour (pattern_id, bucket, count) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET count = count + excluded.count`;

/** Records in a row whose times were off from when they were read by the same whole number of quarters of an hour. */
export type ZoneRun = {
  readonly offMs: number;
  readonly records: number;
  /** When the first and the latest of them were read. */
  readonly from: number;
  readonly to: number;
};

/** The run after one more record that names no zone; null while times are right, or are those of a backlog. */
export function zoneRunAfter(run: ZoneRun | null, at: number, now: number): ZoneRun | null {
  const offMs = zoneErrorOf(at, now, slackMs);
  if (offMs === null || offMs === 0) return null;
  return run?.offMs === offMs
    ? { ...run, records: run.records + 1, to: Math.max(run.to, now) }
    : { offMs, records: 1, from: now, to: now };
}

/**
 * True when only a wrong zone explains it. A backlog that happens to be an hour old is read in a moment, or grows
 * younger while it is read: it never stays off by the same for so long.
 */
export const isWrongZone = ({ records, from, to }: ZoneRun): boolean =>
  records >= leastRecords && to - from >= leastMs;

/** nginx writes a record in the second that it names, and it is read at once. */
const slackMs = 10_000;
const leastRecords = 10;
const leastMs = 600_000;

/**
 * By how much a time is off that was read in the wrong zone, given when its record was written: whole quarters of an
 * hour, 0 where the zone is right, negative for a time too early. Null where no zone explains the difference.
 */
export function zoneErrorOf(at: number, writtenAt: number, slackMs: number): number | null {
  const off = at - writtenAt;
  const nearest = Math.round(off / quarterMs) * quarterMs;
  const isZone = Math.abs(off - nearest) <= slackMs && Math.abs(nearest) <= furthestMs;
  // Rounding also gives -0.
  return isZone ? nearest + 0 : null;
}

const quarterMs = 900_000;
/** From UTC-12 to UTC+14. */
const furthestMs = 26 * 3_600_000;

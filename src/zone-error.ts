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

import { hourMs } from './duration.js';
/** Records in a row whose times were off from when they were read by the same whole number of quarters of an hour. */
export type TimezoneDrift = {
  readonly errorMs: number;
  readonly records: number;
  /** When the first and the latest of them were read. */
  readonly firstReadAt: number;
  readonly lastReadAt: number;
};

/** The run after one more record that names no zone; null while times are right, or are those of a backlog. */
export function updateTimezoneDrift(
  drift: TimezoneDrift | null,
  at: number,
  now: number,
): TimezoneDrift | null {
  const errorMs = estimateTimezoneErrorMs(at, now, readDelayMsMax);
  if (errorMs === null || errorMs === 0) return null;
  return drift?.errorMs === errorMs
    ? { ...drift, records: drift.records + 1, lastReadAt: Math.max(drift.lastReadAt, now) }
    : { errorMs, records: 1, firstReadAt: now, lastReadAt: now };
}

/**
 * True when only a wrong zone explains it. A backlog that happens to be an hour old is read in a moment, or grows
 * younger while it is read: it never stays off by the same for so long.
 */
export const isTimezoneWrong = ({ records, firstReadAt, lastReadAt }: TimezoneDrift): boolean =>
  records >= recordsMin && lastReadAt - firstReadAt >= durationMsMin;

/** nginx writes a record in the second that it names, and it is read at once. */
const readDelayMsMax = 10_000;
const recordsMin = 10;
const durationMsMin = 600_000;

/**
 * By how much a time is off that was read in the wrong zone, given when its record was written: whole quarters of an
 * hour, 0 where the zone is right, negative for a time too early. Null where no zone explains the difference.
 */
export function estimateTimezoneErrorMs(at: number, writtenAt: number, toleranceMs: number): number | null {
  const differenceMs = at - writtenAt;
  const nearestMs = Math.round(differenceMs / quarterHourMs) * quarterHourMs;
  const isTimezoneError =
    Math.abs(differenceMs - nearestMs) <= toleranceMs && Math.abs(nearestMs) <= timezoneErrorMsMax;
  // Rounding also gives -0.
  return isTimezoneError ? nearestMs + 0 : null;
}

const quarterHourMs = 900_000;
/** From UTC-12 to UTC+14. */
const timezoneErrorMsMax = 26 * hourMs;

import { hourMs } from './duration.js';
/** Adds a record without a time zone to the run; null while times are right or belong to a backlog. */
export function updateTimezoneDrift(drift, at, now) {
  const errorMs = estimateTimezoneErrorMs(at, now, readDelayMsMax);
  if (errorMs === null || errorMs === 0) return null;
  return drift?.errorMs === errorMs
    ? { ...drift, records: drift.records + 1, lastReadAt: Math.max(drift.lastReadAt, now) }
    : { errorMs, records: 1, firstReadAt: now, lastReadAt: now };
}
/**
 * True when only a wrong time zone explains the difference. A backlog that happens to be an hour old is read quickly or
 * gets closer to now while it is read: its difference never stays the same for this long.
 */
export const isTimezoneWrong = ({ records, firstReadAt, lastReadAt }) =>
  records >= recordsMin && lastReadAt - firstReadAt >= durationMsMin;
/** nginx writes a record within the second of its time, and it is read at once. */
const readDelayMsMax = 10_000;
const recordsMin = 10;
const durationMsMin = 600_000;
/**
 * Estimates the error of a time that was parsed in the wrong time zone, from the time when its record was written: a
 * multiple of 15 minutes, 0 if the zone is right, negative if the time is too early. Null if no zone explains it.
 */
export function estimateTimezoneErrorMs(at, writtenAt, toleranceMs) {
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

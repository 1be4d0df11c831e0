import { minuteMs } from '../base/duration.js';
/** A log and its rotations are written in one zone. */
export const getZoneLog = (path) => path.replace(/(?:[.-]\d{1,14})?(?:\.(?:gz|zst|bz2|xz))?$/, '');
/** Reads wall-clock times by the readings of a log, in order of time. There is at least one. */
export function createZoneClock(readings) {
  return {
    toEpochMs: (year, month, day, hour, minute, second) =>
      readWallTime(Date.UTC(year, month - 1, day, hour, minute, second), readings),
    repeatedAfterMs: (at) =>
      listSteps(readings).find(({ since, repeatedMs }) => at < since && at + repeatedMs >= since)
        ?.repeatedMs ?? 0,
  };
}
/** The instant of a wall-clock time, which is given as if it were UTC. */
export const readWallTime = (wallTime, readings) => {
  const step = listSteps(readings).find(({ wallEnd }) => wallTime < wallEnd);
  return wallTime - (step ?? readings.at(-1) ?? utc).utcOffsetMs;
};
const utc = { utcOffsetMs: 0 };
const listSteps = (readings) =>
  readings.slice(1).map((next, index) => createStep(readings[index] ?? next, next));
/**
 * Clocks that go back show an hour twice; it is first read as the earlier one. Where no record was written for hours
 * before, it can only be the later one.
 */
function createStep(previous, next) {
  const backMs = Math.max(0, previous.utcOffsetMs - next.utcOffsetMs);
  const repeatedMs = next.since - previous.until < 2 * backMs ? backMs : 0;
  return {
    utcOffsetMs: previous.utcOffsetMs,
    wallEnd: next.since + next.utcOffsetMs + repeatedMs,
    since: next.since,
    repeatedMs,
  };
}
/** The options of a log, with its times read as found. */
export const applyZoneReadings = (options, readings) =>
  readings === undefined || readings.length === 0 ? options : { ...options, ...createZoneClock(readings) };
/** `UTC+02:00`. */
export function formatUtcOffset(utcOffsetMs) {
  const minutes = Math.abs(utcOffsetMs) / minuteMs;
  const pad = (value) => String(value).padStart(2, '0');
  return `UTC${utcOffsetMs < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

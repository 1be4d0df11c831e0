import { minuteMs } from '../base/duration.js';
import type { DecoderOptions } from './decoder.js';

/**
 * The zone in which a log without zones is read, as found by comparing it with a log that has them. Clocks that change
 * begin a further reading.
 */
export type ZoneReading = {
  /** 7,200,000 for UTC+02:00. */
  readonly utcOffsetMs: number;
  /** Times of the first and the latest record that show it, epoch ms. The first reading also holds for what precedes it. */
  readonly since: number;
  readonly until: number;
};

/** What is known of the zone of one error log, as plain data: it is stored. */
export type LogZone = {
  /** The log, whichever of its rotations was read. */
  readonly log: string;
  /** In order of time; empty while the log is read as configured. */
  readonly readings: readonly ZoneReading[];
  /** True once a failure of the log was joined with an access line. */
  readonly isConfirmed: boolean;
  /** Failures of the log that agree with a failed request of an access log, as it is read. */
  readonly agreed: number;
  /** All failures of the log that could. */
  readonly records: number;
};

/** A log and its rotations are written in one zone. */
export const getZoneLog = (path: string): string =>
  path.replace(/(?:[.-]\d{1,14})?(?:\.(?:gz|zst|bz2|xz))?$/, '');

/** Reads wall-clock times by the readings of a log, in order of time. There is at least one. */
export function createZoneClock(
  readings: readonly ZoneReading[],
): Required<Pick<DecoderOptions, 'toEpochMs' | 'repeatedAfterMs'>> {
  return {
    toEpochMs: (year, month, day, hour, minute, second) =>
      readWallTime(Date.UTC(year, month - 1, day, hour, minute, second), readings),
    repeatedAfterMs: (at) =>
      listSteps(readings).find(({ since, repeatedMs }) => at < since && at + repeatedMs >= since)
        ?.repeatedMs ?? 0,
  };
}

/** The instant of a wall-clock time, which is given as if it were UTC. */
export const readWallTime = (wallTime: number, readings: readonly ZoneReading[]): number => {
  const step = listSteps(readings).find(({ wallEnd }) => wallTime < wallEnd);
  return wallTime - (step ?? readings.at(-1) ?? utc).utcOffsetMs;
};

const utc = { utcOffsetMs: 0 };

const listSteps = (readings: readonly ZoneReading[]): readonly ZoneStep[] =>
  readings.slice(1).map((next, index) => createStep(readings[index] ?? next, next));

/** A change of clocks: up to `wallEnd` the earlier offset is used. */
type ZoneStep = {
  readonly utcOffsetMs: number;
  readonly wallEnd: number;
  readonly since: number;
  readonly repeatedMs: number;
};

/**
 * Clocks that go back show an hour twice; it is first read as the earlier one. Where no record was written for hours
 * before, it can only be the later one.
 */
function createStep(previous: ZoneReading, next: ZoneReading): ZoneStep {
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
export const applyZoneReadings = (
  options: DecoderOptions,
  readings: readonly ZoneReading[] | undefined,
): DecoderOptions =>
  readings === undefined || readings.length === 0 ? options : { ...options, ...createZoneClock(readings) };

/** `UTC+02:00`. */
export function formatUtcOffset(utcOffsetMs: number): string {
  const minutes = Math.abs(utcOffsetMs) / minuteMs;
  const pad = (value: number) => String(value).padStart(2, '0');
  return `UTC${utcOffsetMs < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

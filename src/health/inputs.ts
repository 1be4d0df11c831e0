import { dayMs, floorToHour, hourMs } from '../base/duration.js';
import type { TimezoneDrift } from '../base/timezone-drift.js';

/** Facts about the bot and its logs for the health checks. */
export type HealthInputs = {
  readonly logs: readonly LogActivityStats[];
  /** Paths that `LOGS` matches now, and those that it names although they are missing. */
  readonly followedPaths: ReadonlySet<string>;
  /** Time at which this run began to read. */
  readonly startedAt: number;
  /** Last time at which everything written had been read; null until the first such time in this run. */
  readonly caughtUpAt: number | null;
  readonly unsent: UnsentMessages;
};

/**
 * Messages that wait for delivery, and the creation time of the oldest, null if none waits. Health messages do not
 * count: they would keep their own issue open.
 */
export type UnsentMessages = {
  readonly messages: number;
  readonly oldestAt: number | null;
  /** The result of the latest failed attempt at any of them; null before the first. */
  readonly why: string | null;
};

/** Activity of one log. */
export type LogActivityStats = {
  readonly path: string;
  /** Arrival of its latest lines. */
  readonly arrivedAt: number;
  /** Arrival of its first lines, as far back as hours are kept. */
  readonly knownSince: number;
  /** By start of the hour; only those of `listRelevantHours`. */
  readonly hours: ReadonlyMap<number, LogActivityHour>;
  readonly timezoneDrift: TimezoneDrift | null;
};

/** Activity of one log in one hour, by time of arrival. */
export type LogActivityHour = {
  /** Minutes in which lines arrived. */
  readonly activeMinutes: number;
  readonly records: number;
  readonly unparsed: number;
  /** Records that look forged. */
  readonly forged: number;
};

/** Records of a chunk of a log, to add to the hour in which it was read. */
export type LogActivity = {
  readonly path: string;
  readonly at: number;
  readonly records: number;
  readonly unparsed: number;
  readonly forged: number;
};

/** At most this much of a silence is judged. */
export const judgedSilenceMsMax = 12 * hourMs;
/** Ages of the days to compare with: yesterday, and the same weekday a week ago. */
export const comparableDaysMs: readonly number[] = [dayMs, 7 * dayMs];

/** Spans of hours that the checks use: the latest, and those around the same hours of the comparable days. */
export const listRelevantHours = (now: number): readonly { readonly from: number; readonly to: number }[] =>
  [0, ...comparableDaysMs].map((agoMs) => ({
    from: floorToHour(now - agoMs - judgedSilenceMsMax) - 2 * hourMs,
    to: floorToHour(now - agoMs) + 2 * hourMs,
  }));

import { dayMs, hourMs } from '../base/duration.js';
import type { TimezoneDrift } from '../base/timezone-drift.js';

/** What the bot knows of itself and of its logs: what it judges its own health by. */
export type HealthInputs = {
  readonly logs: readonly LogActivityStats[];
  /** Paths that `LOGS` means now, with those that it names and that are missing. */
  readonly followedPaths: ReadonlySet<string>;
  /** When this run began to read. */
  readonly startedAt: number;
  /** When all that was there had been read; null before that happened for the first time in this run. */
  readonly caughtUpAt: number | null;
  readonly unsent: UnsentMessages;
};

/** Letters that wait for the channel. Those about the bot's own health do not count: they would keep themselves alive. */
export type UnsentMessages = { readonly messages: number; readonly oldestAt: number | null };

/** How one log fares. */
export type LogActivityStats = {
  readonly path: string;
  /** When its latest lines came. */
  readonly arrivedAt: number;
  /** When it brought its first lines, as long as hours are kept. */
  readonly knownSince: number;
  /** By their starts. Only those that are looked at: see `hoursOfInterest`. */
  readonly hours: ReadonlyMap<number, LogActivityHour>;
  readonly timezoneDrift: TimezoneDrift | null;
};

/** What one log brought in one hour of arrival. */
export type LogActivityHour = {
  /** Minutes in which lines came. */
  readonly activeMinutes: number;
  readonly records: number;
  readonly unparsed: number;
};

/** What a chunk of a log brought, to be added to the hour in which it was read. */
export type LogActivity = {
  readonly path: string;
  readonly at: number;
  readonly records: number;
  readonly unparsed: number;
};

export const floorToHour = (at: number): number => Math.floor(at / hourMs) * hourMs;

/** A silence is judged by so much of it. */
export const silenceMsMax = 12 * hourMs;
/** Yesterday, and the same day of the week before: what is usual now was usual then. */
export const comparableDaysMs: readonly number[] = [dayMs, 7 * dayMs];

/** Spans of hours that judgement looks at: the latest, and those around the same hours of comparable days. */
export const listRelevantHours = (now: number): readonly { readonly from: number; readonly to: number }[] =>
  [0, ...comparableDaysMs].map((agoMs) => ({
    from: floorToHour(now - agoMs - silenceMsMax) - 2 * hourMs,
    to: floorToHour(now - agoMs) + 2 * hourMs,
  }));

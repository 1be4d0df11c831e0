import { isWrongZone } from '../base/timezone-drift.js';
import { hourMs, hourOf, type LogVitals, type Vitals } from './inputs.js';
import { type Ailment, type Complaint, complaintKey } from './issue.js';
import { strangeSilenceOf } from './silent-log.js';

/** Something that is wrong now, and since when. */
export type Finding = { readonly what: Complaint; readonly since: number };

/** What is wrong with the bot or its logs, by what it knows and by the time. `standing`: what was found before and lasts. */
export function findingsIn(vitals: Vitals, standing: readonly Ailment[], now: number): readonly Finding[] {
  const logs = vitals.logs.filter(({ path }) => vitals.followed.has(path));
  const known = new Map(standing.map((ailment) => [complaintKey(ailment.what), ailment]));
  return [
    ...lastOfTheirNames(logs).flatMap((log) => noLines(log, vitals, known, now)),
    ...standing.filter((ailment) => isForgotten(ailment, vitals)),
    ...behind(vitals, known, now),
    ...unsent(vitals, now),
    ...logs.flatMap((log) => notUnderstood(log, now)),
    ...logs.flatMap(wrongZone),
  ];
}

type Known = ReadonlyMap<string, Ailment>;

/** For so long reading and telling may lag behind before that is worth a word. */
const lagMaxMs = 60_000;

function noLines(log: LogVitals, { startedAt }: Vitals, known: Known, now: number): readonly Finding[] {
  const { path, arrivedAt } = log;
  const before = known.get(complaintKey({ name: 'no-lines', path, usually: 0 }));
  // Once told it lasts until lines come, whatever the hour and however often the bot is started anew.
  if (before !== undefined) return arrivedAt > before.since ? [] : [before];
  const silence = strangeSilenceOf(log, startedAt, now);
  return silence === null
    ? []
    : [{ what: { name: 'no-lines', path, usually: silence.usually }, since: silence.since }];
}

/** Silent for so long that nothing is known of the log any more. */
const isForgotten = ({ what }: Ailment, { logs, followed }: Vitals): boolean =>
  what.name === 'no-lines' && followed.has(what.path) && !logs.some(({ path }) => path === what.path);

/** A log whose name tells a date ends with its day, and another one goes on: those that none has come after. */
function lastOfTheirNames(logs: readonly LogVitals[]): readonly LogVitals[] {
  const latest = new Map<string, number>();
  const named = logs.map((log) => ({ log, name: undated(log.path) }));
  for (const { log, name } of named)
    latest.set(name, Math.max(log.arrivedAt, latest.get(name) ?? log.arrivedAt));
  return named.flatMap(({ log, name }) => (log.arrivedAt === latest.get(name) ? log : []));
}

const undated = (path: string): string =>
  path.replace(/\d{4}[-_.]?\d{2}[-_.]?\d{2}(?:[-_.T]?\d{2,6})?/g, '#');

function behind({ caughtUpAt, startedAt }: Vitals, known: Known, now: number): readonly Finding[] {
  const before = known.get('behind');
  if (before !== undefined && caughtUpAt === null) return [before];
  const since = caughtUpAt ?? startedAt;
  return now - since > lagMaxMs ? [{ what: { name: 'behind' }, since }] : [];
}

const unsent = ({ unsent: { letters, since } }: Vitals, now: number): readonly Finding[] =>
  since !== null && now - since > lagMaxMs ? [{ what: { name: 'unsent', letters }, since }] : [];

/** Fewer records than this say little; below the share, numbers are hardly wrong; and what is usual is no news. */
const judged = { records: 40, unparsed: 20, usualRecords: 500, share: 0.05, timesUsual: 3 } as const;

/** The share that nobody understood, of this hour, and of the hour before as long as this one tells little. */
function notUnderstood({ path, hours }: LogVitals, now: number): readonly Finding[] {
  const hour = hourOf(now);
  const isRecent = (start: number) =>
    start === hour || (start === hour - hourMs && (hours.get(hour)?.records ?? 0) < judged.records);
  const sums = { recent: { records: 0, unparsed: 0 }, usual: { records: 0, unparsed: 0 } };
  for (const [start, { records, unparsed }] of hours) {
    const sum = isRecent(start) ? sums.recent : sums.usual;
    sum.records += records;
    sum.unparsed += unparsed;
  }
  const { recent, usual } = sums;
  if (recent.records < judged.records || recent.unparsed < judged.unparsed) return [];
  if (usual.records < judged.usualRecords) return [];
  const limit = judged.share + (judged.timesUsual * usual.unparsed) / usual.records;
  return recent.unparsed / recent.records > limit
    ? [{ what: { name: 'not-understood', path, ...recent }, since: hour }]
    : [];
}

const wrongZone = ({ path, zoneRun }: LogVitals): readonly Finding[] =>
  zoneRun !== null && isWrongZone(zoneRun)
    ? [{ what: { name: 'wrong-zone', path, offMs: zoneRun.offMs }, since: zoneRun.from }]
    : [];

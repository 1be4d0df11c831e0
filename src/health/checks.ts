import { hourMs, minuteMs } from '../base/duration.js';
import { isTimezoneWrong } from '../base/timezone-drift.js';
import { floorToHour, type HealthInputs, type LogActivityStats } from './inputs.js';
import { buildIssueKey, type HealthIssue, type IssueKind } from './issue.js';
import { detectUnusualSilence } from './silent-log.js';

/** Something that is wrong now, and since when. */
export type FailedCheck = { readonly kind: IssueKind; readonly startedAt: number };

/** What is wrong with the bot or its logs, by what it knows and by the time. `standing`: what was found before and lasts. */
export function runHealthChecks(
  inputs: HealthInputs,
  openIssues: readonly HealthIssue[],
  now: number,
): readonly FailedCheck[] {
  const logs = inputs.logs.filter(({ path }) => inputs.followedPaths.has(path));
  const issuesByKey = new Map(openIssues.map((issue) => [buildIssueKey(issue.kind), issue]));
  return [
    ...keepLatestByName(logs).flatMap((log) => checkLines(log, inputs, issuesByKey, now)),
    ...openIssues.filter((issue) => isUnknownLog(issue, inputs)),
    ...checkBacklog(inputs, issuesByKey, now),
    ...checkUnsent(inputs, now),
    ...logs.flatMap((log) => checkUnparsed(log, now)),
    ...logs.flatMap(checkTimezone),
  ];
}

type IssuesByKey = ReadonlyMap<string, HealthIssue>;

/** For so long reading and telling may lag behind before that is worth a word. */
const lagMsMax = minuteMs;

function checkLines(
  log: LogActivityStats,
  { startedAt }: HealthInputs,
  issuesByKey: IssuesByKey,
  now: number,
): readonly FailedCheck[] {
  const { path, arrivedAt } = log;
  const openIssue = issuesByKey.get(buildIssueKey({ type: 'no-lines', path, usually: 0 }));
  // Once told it lasts until lines come, whatever the hour and however often the bot is started anew.
  if (openIssue !== undefined) return arrivedAt > openIssue.startedAt ? [] : [openIssue];
  const silence = detectUnusualSilence(log, startedAt, now);
  return silence === null
    ? []
    : [{ kind: { type: 'no-lines', path, usually: silence.usualMinutes }, startedAt: silence.startedAt }];
}

/** Silent for so long that nothing is known of the log any more. */
const isUnknownLog = ({ kind }: HealthIssue, { logs, followedPaths }: HealthInputs): boolean =>
  kind.type === 'no-lines' && followedPaths.has(kind.path) && !logs.some(({ path }) => path === kind.path);

/** A log whose name tells a date ends with its day, and another one goes on: those that none has come after. */
function keepLatestByName(logs: readonly LogActivityStats[]): readonly LogActivityStats[] {
  const latest = new Map<string, number>();
  const named = logs.map((log) => ({ log, name: stripDates(log.path) }));
  for (const { log, name } of named)
    latest.set(name, Math.max(log.arrivedAt, latest.get(name) ?? log.arrivedAt));
  return named.flatMap(({ log, name }) => (log.arrivedAt === latest.get(name) ? log : []));
}

const stripDates = (path: string): string =>
  path.replace(/\d{4}[-_.]?\d{2}[-_.]?\d{2}(?:[-_.T]?\d{2,6})?/g, '#');

function checkBacklog(
  { caughtUpAt, startedAt }: HealthInputs,
  issuesByKey: IssuesByKey,
  now: number,
): readonly FailedCheck[] {
  const openIssue = issuesByKey.get('behind');
  if (openIssue !== undefined && caughtUpAt === null) return [openIssue];
  const since = caughtUpAt ?? startedAt;
  return now - since > lagMsMax ? [{ kind: { type: 'behind' }, startedAt: since }] : [];
}

const checkUnsent = (
  { unsent: { messages, oldestAt: startedAt } }: HealthInputs,
  now: number,
): readonly FailedCheck[] =>
  startedAt !== null && now - startedAt > lagMsMax
    ? [{ kind: { type: 'unsent', letters: messages }, startedAt }]
    : [];

/** Fewer records than this say little; below the share, numbers are hardly wrong; and what is usual is no news. */
const unparsedLimits = { records: 40, unparsed: 20, usualRecords: 500, share: 0.05, timesUsual: 3 } as const;

/** The share that nobody understood, of this hour, and of the hour before as long as this one tells little. */
function checkUnparsed({ path, hours }: LogActivityStats, now: number): readonly FailedCheck[] {
  const hour = floorToHour(now);
  const isRecent = (start: number) =>
    start === hour || (start === hour - hourMs && (hours.get(hour)?.records ?? 0) < unparsedLimits.records);
  const sums = { recent: { records: 0, unparsed: 0 }, usual: { records: 0, unparsed: 0 } };
  for (const [start, { records, unparsed }] of hours) {
    const sum = isRecent(start) ? sums.recent : sums.usual;
    sum.records += records;
    sum.unparsed += unparsed;
  }
  const { recent, usual } = sums;
  if (recent.records < unparsedLimits.records || recent.unparsed < unparsedLimits.unparsed) return [];
  if (usual.records < unparsedLimits.usualRecords) return [];
  const limit = unparsedLimits.share + (unparsedLimits.timesUsual * usual.unparsed) / usual.records;
  return recent.unparsed / recent.records > limit
    ? [{ kind: { type: 'not-understood', path, ...recent }, startedAt: hour }]
    : [];
}

const checkTimezone = ({ path, timezoneDrift }: LogActivityStats): readonly FailedCheck[] =>
  timezoneDrift !== null && isTimezoneWrong(timezoneDrift)
    ? [
        {
          kind: { type: 'wrong-zone', path, offMs: timezoneDrift.errorMs },
          startedAt: timezoneDrift.firstReadAt,
        },
      ]
    : [];

/**
 * The bot watching itself: facts about the bot and its logs come in, and problems go out, such as silent logs, a backlog,
 * undelivered messages, unparsed records or a wrong timezone. `hysteresis.ts` decides when a problem is reported.
 */
import { floorToHour, hourMs, minuteMs } from '../base/duration.js';
import { isTimezoneWrong } from '../base/timezone-drift.js';
import { buildIssueKey } from './issue.js';
import { detectUnusualSilence } from './silent-log.js';
/** Returns every problem that exists now. Some problems among the open issues last until they are disproved. */
export function runHealthChecks(inputs, openIssues, now) {
  const logs = inputs.logs.filter(({ path }) => inputs.followedPaths.has(path));
  const issuesByKey = new Map(openIssues.map((issue) => [buildIssueKey(issue.kind), issue]));
  return [
    ...keepLatestByName(logs).flatMap((log) => checkLines(log, inputs, issuesByKey, now)),
    ...openIssues.filter((issue) => isUnknownLog(issue, inputs)),
    ...checkBacklog(inputs, issuesByKey, now),
    ...checkUnsent(inputs, now),
    ...logs.flatMap((log) => checkUnparsed(log, now)),
    ...logs.flatMap((log) => checkForged(log, now)),
    ...logs.flatMap(checkTimezone),
  ];
}
/** Reading and delivery may lag this long before it is reported. */
const lagMsMax = minuteMs;
function checkLines(log, { startedAt }, issuesByKey, now) {
  const { path, arrivedAt } = log;
  const openIssue = issuesByKey.get(buildIssueKey({ type: 'no-lines', path, usualMinutes: 0 }));
  // Once reported it lasts until lines arrive, whatever the hour and however often the bot restarts.
  if (openIssue !== undefined) return arrivedAt > openIssue.startedAt ? [] : [openIssue];
  const silence = detectUnusualSilence(log, startedAt, now);
  return silence === null
    ? []
    : [
        {
          kind: { type: 'no-lines', path, usualMinutes: silence.usualMinutes },
          startedAt: silence.startedAt,
        },
      ];
}
/** True for a log that has been silent so long that its history is gone. */
const isUnknownLog = ({ kind }, { logs, followedPaths }) =>
  kind.type === 'no-lines' && followedPaths.has(kind.path) && !logs.some(({ path }) => path === kind.path);
/** Drops logs that ended because their name contains a date and a newer file has taken over. */
function keepLatestByName(logs) {
  const latest = new Map();
  const named = logs.map((log) => ({ log, name: stripDates(log.path) }));
  for (const { log, name } of named)
    latest.set(name, Math.max(log.arrivedAt, latest.get(name) ?? log.arrivedAt));
  return named.flatMap(({ log, name }) => (log.arrivedAt === latest.get(name) ? log : []));
}
const stripDates = (path) => path.replace(/\d{4}[-_.]?\d{2}[-_.]?\d{2}(?:[-_.T]?\d{2,6})?/g, '#');
function checkBacklog({ caughtUpAt, startedAt }, issuesByKey, now) {
  const openIssue = issuesByKey.get('behind');
  if (openIssue !== undefined && caughtUpAt === null) return [openIssue];
  const behindSinceAt = caughtUpAt ?? startedAt;
  return now - behindSinceAt > lagMsMax ? [{ kind: { type: 'behind' }, startedAt: behindSinceAt }] : [];
}
const checkUnsent = ({ unsent: { messages, oldestAt: startedAt, why } }, now) =>
  startedAt !== null && now - startedAt > lagMsMax
    ? [{ kind: { type: 'unsent', messages, ...(why !== null && { why }) }, startedAt }]
    : [];
/**
 * Fewer records than this prove little, and a share that is small or usual for the log is no problem.
 * `usualRecords`: the least history to compare with.
 */
const unparsedLimits = { records: 40, unparsed: 20, usualRecords: 500, share: 0.05, timesUsual: 3 };
/**
 * Compares the unparsed share of this hour, and of the hour before while this one has few records, with the usual
 * share.
 */
function checkUnparsed({ path, hours }, now) {
  const hour = floorToHour(now);
  const isRecent = (start) =>
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
const checkTimezone = ({ path, timezoneDrift }) =>
  timezoneDrift !== null && isTimezoneWrong(timezoneDrift)
    ? [
        {
          kind: { type: 'wrong-zone', path, offsetMs: timezoneDrift.errorMs },
          startedAt: timezoneDrift.firstReadAt,
        },
      ]
    : [];
/** Fewer are the curiosity of a scanner. */
const forgedRecordsMin = 10;
/** Counts this hour and the one before, so that the problem does not end with the hour. */
function checkForged({ path, hours }, now) {
  const hour = floorToHour(now);
  const before = hours.get(hour - hourMs)?.forged ?? 0;
  const records = before + (hours.get(hour)?.forged ?? 0);
  if (records < forgedRecordsMin) return [];
  return [{ kind: { type: 'forged', path, records }, startedAt: before > 0 ? hour - hourMs : hour }];
}

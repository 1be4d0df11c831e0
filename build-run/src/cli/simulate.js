import { formatClockTime, getLocalDay } from '../base/calendar.js';
import { minuteMs } from '../base/duration.js';
import { formatCount, pluralize } from '../base/format-number.js';
import { createDecoderOptions } from '../config/decoder-options.js';
import { counterpartWaitMs } from '../diagnose/correlate/correlator.js';
import { baselineMs } from '../incidents/baseline.js';
import { findRootCause, formatIncidentName } from '../incidents/incident.js';
import { emptyTrackerState } from '../incidents/incident-tracker.js';
import { Simulation } from '../notify/simulate.js';
import { emptyRestoredState, Pipeline } from '../pipeline/pipeline.js';
import { text, toPlainText } from '../render/rich-text.js';
import { getCauseTitle } from '../report/words/names.js';
import { describeUpstreams } from '../report/words/upstreams.js';
import { keepSources } from '../tail/sources/keep-sources.js';
import { detectLogs } from './detect-format.js';
import { openExistingDatabase } from './open-database.js';
import { readByTime } from './read-by-time.js';
/** `badgateway rehearse`: prints which alerts other settings would have sent, from the database or from log files. */
export async function simulateAlerts(files, { lookbackMs, config, candidate }, terminal) {
  await keepSources(files, config);
  const simulateWith = async (settings) =>
    files.length > 0 ? simulateFiles(files, settings) : simulateStored(settings, lookbackMs);
  const current = candidate === config ? null : await simulateWith(config);
  for (const line of formatSimulation({
    notifications: await simulateWith(candidate),
    current,
    timezone: config.timezone,
  }))
    terminal.print(line);
  return 0;
}
async function simulateStored(config, lookbackMs) {
  const repository = openExistingDatabase(config.database);
  try {
    const now = Date.now();
    return replayStored(repository, { from: now - lookbackMs, to: now + 1 }, config);
  } finally {
    repository.close();
  }
}
/** Replays stored failures. Traffic is stored per minute: its requests count at the start, its successes at the end. */
function replayStored(repository, { from, to }, config) {
  const baseline = repository.hourlyFailures({ from: from - baselineMs, to: from });
  const simulation = createSimulation(config, repository, from, {
    ...emptyTrackerState,
    impactState: { traffic: [], baseline },
  });
  const notifications = [];
  const trafficMinutes = repository.minuteTraffic({ from, to });
  let startIndex = 0;
  let endIndex = 0;
  const catchUp = (at) => {
    for (
      let next = trafficMinutes[startIndex];
      next !== undefined && next.minute <= at;
      next = trafficMinutes[++startIndex]
    )
      notifications.push(...simulation.recordRequests({ ...next, successes: 0 }, next.minute));
    for (
      let next = trafficMinutes[endIndex];
      next !== undefined && minuteEndAt(next) <= at;
      next = trafficMinutes[++endIndex]
    )
      notifications.push(...simulation.recordRequests({ ...next, requests: 0 }, minuteEndAt(next)));
  };
  for (const failure of repository.allFailures({ from, to })) {
    catchUp(failure.at);
    notifications.push(...simulation.recordFailure({ failure, previous: null }));
  }
  catchUp(to);
  return [...notifications, ...simulation.advanceTime(to)];
}
async function simulateFiles(files, config) {
  const getDecoderOptions = createDecoderOptions(config);
  const origins = await detectLogs(files, getDecoderOptions);
  return readByTime(files, getDecoderOptions, new Map(), async ({ slices }) => {
    const pipeline = new Pipeline(emptyRestoredState, { ...config, getDecoderOptions });
    for (const origin of origins) pipeline.announceLog(origin);
    return replaySlices(slices, pipeline, createSimulation(config, undefined, 0, emptyTrackerState));
  });
}
async function replaySlices(slices, pipeline, simulation) {
  const notifications = [];
  let endAt = 0;
  const ingest = (events, at) => {
    const { failures: updates, traffic } = pipeline.ingestEvents(events, at);
    for (const update of updates) notifications.push(...simulation.recordFailure(update));
    for (const cell of traffic) notifications.push(...simulation.recordRequests(cell, at));
  };
  for await (const { events, latestAt } of slices) {
    ingest(events, latestAt);
    endAt = latestAt;
  }
  ingest([], endAt + counterpartWaitMs);
  return [...notifications, ...simulation.advanceTime(endAt + counterpartWaitMs)];
}
const createSimulation = (
  { opening, recovery, notificationPolicy, timezone },
  repository,
  now,
  trackerState,
) =>
  new Simulation(
    {
      rules: { opening, recovery },
      policy: notificationPolicy,
      silences: repository?.silences(now) ?? [],
      timezone: timezone,
    },
    trackerState,
    new Map(),
    now,
  );
const minuteEndAt = ({ minute }) => minute + minuteMs;
/** Formats the totals and one line per notification. Incidents are numbered from 1: they are not the real ones. */
export function formatSimulation({ notifications, current, timezone }) {
  const totals = `${formatTotals(notifications)}.`;
  return [
    current === null ? totals : `${totals} With the current settings: ${formatTotals(current)}.`,
    ...notifications
      .slice(0, shownLinesMax)
      .map((notification) => formatNotification(notification, timezone)),
    ...(notifications.length > shownLinesMax
      ? [`… and ${formatCount(notifications.length - shownLinesMax)} more`]
      : []),
  ];
}
const shownLinesMax = 500;
function formatTotals(notifications) {
  const countAs = (as) => notifications.filter((notification) => notification.postedAs === as).length;
  const messages = pluralize(countAs('message'), 'message');
  const replies = pluralize(countAs('line') + countAs('broadcast'), 'thread reply', 'thread replies');
  return `${messages}, ${replies} (${formatCount(countAs('broadcast'))} also sent to the channel)`;
}
function formatNotification({ at, postedAs, reason, incident }, timezone) {
  const details =
    postedAs === 'message'
      ? text` ${getCauseTitle(findRootCause(incident))} at ${describeUpstreams(incident)}`
      : [];
  const name = formatIncidentName(incident).replace('BG-', '#');
  const indent = postedAs === 'message' ? '' : '  ';
  return `${getLocalDay(at, timezone)} ${formatClockTime(at, timezone)}  ${indent}${name} ${reason}${toPlainText(details)} (${incident.severity})`;
}

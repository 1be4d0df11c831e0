import { minuteMs } from '../../base/duration.js';
import { sumSaved } from '../../incidents/failure-counts.js';
import { summarizeAnswers } from './answers.js';
import { addRequestCounts, rankByRate } from './failure-rate.js';
import { foldAftermath } from './fold-aftermath.js';
import { createGroupContextLookup } from './group.js';
import { findSlowBurns } from './slow-burn.js';
import { buildTimeSeries } from './time-series.js';
/** Summarizes a span. */
export function summarizePeriod(span, timezone, repository) {
  const groups = repository.groups(span, groupsQueriedMax);
  const findContext = createGroupContextLookup(repository);
  const foldedGroups = foldAftermath(groups);
  const incidents = repository.incidents(span).filter(({ mergedIntoId }) => mergedIntoId === null);
  return {
    span,
    timezone,
    totals: repository.totals(span),
    answers: summarizeAnswers(repository, span, {}),
    groups: foldedGroups.slice(0, groupsMax).map((group) => ({ ...group, ...findContext(group) })),
    slowBurns: findSlowBurns(foldedGroups, incidents, { span, timezone }, repository),
    timeSeries: buildTimeSeries(span, repository, groups),
    upstreams: summarizeUpstreams(span, repository),
    routes: rankRates('route', span, repository),
    customers: rankRates('customer', span, repository),
    clients: countClients(span, repository),
    incidents: incidents.slice(0, incidentsMax),
    changes: selectNotableChanges(repository.changes(span)).slice(0, changesMax),
    coverage: repository.coverage(),
    patterns: repository.linePatterns(span),
    readSince: repository.readSince(),
    dataLosses: repository.dataLosses(span),
    healthIssues: repository.healthIssues(span),
    outboxStats: repository.outboxStats(span),
  };
}
/** Counts the clients that saw failures. */
export function countClients(span, repository, filter = {}) {
  const clients = repository
    .top('client', span, clientsMax + 1, filter)
    .filter(({ key, clientImpacting }) => key !== null && clientImpacting > 0);
  return { count: Math.min(clients.length, clientsMax), isMore: clients.length > clientsMax };
}
/** Changes worth showing, oldest first: without ejections and the worker restarts that a reload causes. */
export function selectNotableChanges(changes) {
  const sorted = [...changes].sort((a, b) => a.at - b.at);
  const deliberate = sorted.filter(({ kind }) => kind === 'reload' || kind === 'config' || kind === 'deploy');
  return sorted.filter(
    ({ kind, at }) =>
      kind !== 'ejection' &&
      ((kind !== 'restart' && kind !== 'stop') ||
        !deliberate.some((cause) => at >= cause.at && at - cause.at < reloadTurnoverMs)),
  );
}
/** Workers restarted within this time after a reload belong to it. */
const reloadTurnoverMs = minuteMs;
const groupsMax = 12;
/** More than are listed, because folding joins several into one. */
const groupsQueriedMax = 60;
const upstreamsMax = 10;
const peersMax = 6;
const ratesMax = 10;
const ratesComparedMax = 100;
const incidentsMax = 50;
const changesMax = 200;
const clientsMax = 10_000;
/** Failure rates of the entries with most failures. */
function rankRates(by, span, repository) {
  const namedCounts = repository.top(by, span, ratesComparedMax).filter(({ key }) => key !== null);
  return rankByRate(addRequestCounts(namedCounts, by, { repository, span, filter: {} })).slice(0, ratesMax);
}
function summarizeUpstreams(span, repository) {
  return repository.top('upstream', span, upstreamsMax).map(({ key: upstream, clientImpacting }) => {
    const { outcomes, requests } = repository.totals(span, { upstream });
    return {
      upstream,
      clientImpacting,
      saved: sumSaved(outcomes),
      requests,
      peers: repository.top('peer', span, peersMax, { upstream }).filter(({ key }) => key !== null),
    };
  });
}

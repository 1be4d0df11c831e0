import { hourMs, minuteMs } from '../../base/duration.js';
import { countClientImpacting } from '../../incidents/incident.js';
import { filterByIncident } from '../repository.js';
import { summarizeIncident } from './incident.js';
import { countClients, selectNotableChanges } from './period.js';
import { buildGroupTimeSeries } from './time-series.js';
/** Collects the detail of an incident. */
export function buildIncidentDetail(incident, repository, now) {
  const { firstFailureAt, lastFailureAt } = incident;
  const span = chooseDetailSpan(incident, now);
  const ownCauses = new Set(incident.causes.map(({ cause }) => cause));
  const groups = repository
    .groups(span, groupsMax, filterByIncident(incident))
    .filter((group) => ownCauses.has(group.cause));
  const changes = selectNotableChanges(
    repository.changes({ from: firstFailureAt - changeLookbackMs, to: findEnd(incident, now) }),
  ).slice(0, changesMax);
  return {
    summary: summarizeIncident(incident, repository, now),
    clients: countClients(
      { from: firstFailureAt, to: lastFailureAt + 1 },
      repository,
      filterByIncident(incident),
    ),
    timeSeries: buildGroupTimeSeries(span, repository, groups),
    changes,
    steps: listSteps(incident, changes),
  };
}
/** True when the incident ended so soon that a page was unnecessary. */
export const isBrief = ({ state, lastFailureAt }) =>
  state.type === 'resolved' && lastFailureAt - state.openedAt < briefMs;
/** Time from opening to acknowledgement; null when not acknowledged. */
export const measureAcknowledgementMs = ({ state, acknowledgement }) =>
  acknowledgement === null || state.type === 'pending'
    ? null
    : Math.max(0, acknowledgement.at - state.openedAt);
/** Details of the incidents with most client impact, as many as fit a page. */
export const buildTopIncidentDetails = (incidents, repository, now) =>
  [...incidents]
    .sort((a, b) => countClientImpacting(b) - countClientImpacting(a))
    .slice(0, detailsMax)
    .map((incident) => buildIncidentDetail(incident, repository, now));
const detailsMax = 12;
const briefMs = 2 * minuteMs;
const changeLookbackMs = 30 * minuteMs;
const changesMax = 10;
const groupsMax = 60;
const leadMs = 10 * minuteMs;
function chooseDetailSpan({ state, firstFailureAt, lastFailureAt }, now) {
  const to = Math.max(now, lastFailureAt + 1);
  const from = firstFailureAt - leadMs;
  return state.type === 'open'
    ? { from: Math.min(from, to - hourMs), to }
    : { from, to: Math.min(to, Math.max(from + hourMs, lastFailureAt + 2 * minuteMs)) };
}
const findEnd = ({ state, lastFailureAt }, now) =>
  state.type === 'resolved' ? state.resolvedAt : Math.max(now, lastFailureAt);
function listSteps(incident, changes) {
  const { state, acknowledgement, firstFailureAt, lastFailureAt } = incident;
  const steps = [
    { at: firstFailureAt, milestone: { name: 'first-failure' } },
    ...changes.map((change) => ({ at: change.at, milestone: { name: 'changed', change } })),
  ];
  if (state.type !== 'pending') steps.push({ at: state.openedAt, milestone: { name: 'opened' } });
  if (acknowledgement !== null)
    steps.push({ at: acknowledgement.at, milestone: { name: 'acknowledged', by: acknowledgement.by } });
  if (state.type === 'resolved') {
    steps.push({ at: lastFailureAt, milestone: { name: 'last-failure' } });
    steps.push({ at: state.resolvedAt, milestone: { name: 'resolved', proof: state.resolution } });
  }
  return steps.sort((a, b) => a.at - b.at);
}

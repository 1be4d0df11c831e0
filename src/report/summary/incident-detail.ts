import type { Span } from '../../base/span.js';
import { alarmingOf, type Incident, type Proof, upstreamsOf } from '../../incidents/incident.js';
import type { ChangeNote } from '../../parse/event.js';
import { atUpstreams, type Ledger } from '../repository.js';
import { factsOf, type IncidentFacts } from './incident.js';
import { tellingChanges } from './notable-changes.js';
import { clientsIn, type Headcount } from './period.js';
import { type Course, courseOfGroups } from './time-series.js';

/** One incident with what a page has room for: its course and what happened when. */
export type IncidentDetail = {
  readonly facts: IncidentFacts;
  readonly clients: Headcount;
  /** An hour from shortly before it, or all of it where it lasted longer. */
  readonly course: Course;
  /** What was done to the gateways before and meanwhile, by time. */
  readonly changes: readonly ChangeNote[];
  readonly steps: readonly IncidentStep[];
};

/** What happened to it, by time. */
export type IncidentStep = { readonly at: number; readonly what: IncidentTurn };
export type IncidentTurn =
  | { readonly name: 'first-failure' }
  | { readonly name: 'changed'; readonly change: ChangeNote }
  | { readonly name: 'opened' }
  | { readonly name: 'acknowledged'; readonly by: string }
  | { readonly name: 'last-failure' }
  | { readonly name: 'resolved'; readonly proof: Proof };

/** Gathers it. */
export function detailOf(incident: Incident, ledger: Ledger, now: number): IncidentDetail {
  const { firstFailureAt, lastFailureAt } = incident;
  const span = spanAround(incident, now);
  const upstreams = upstreamsOf(incident);
  const ownCauses = new Set(incident.causes.map(({ cause }) => cause));
  const groups = ledger
    .groups(span, groupsMax)
    .filter((group) => upstreams.includes(group.upstream) && ownCauses.has(group.cause));
  const changes = tellingChanges(
    ledger.changes({ from: firstFailureAt - changesMs, to: endOf(incident, now) }),
  ).slice(0, changesMax);
  return {
    facts: factsOf(incident, ledger, now),
    clients: clientsIn({ from: firstFailureAt, to: lastFailureAt + 1 }, ledger, atUpstreams(upstreams)),
    course: courseOfGroups(span, ledger, groups),
    changes,
    steps: stepsOf(incident, changes),
  };
}

/** True when it was over so soon that waking somebody for it was noise. */
export const wasBrief = ({ state, lastFailureAt }: Incident): boolean =>
  state.name === 'resolved' && lastFailureAt - state.openedAt < briefMs;

/** How long until somebody took it on; null while nobody has. */
export const untilAcknowledgedMs = ({ state, acknowledged }: Incident): number | null =>
  acknowledged === null || state.name === 'watching' ? null : Math.max(0, acknowledged.at - state.openedAt);

/** Those that hit most clients in full, as many as a page can hold. */
export const detailsOf = (
  incidents: readonly Incident[],
  ledger: Ledger,
  now: number,
): readonly IncidentDetail[] =>
  [...incidents]
    .sort((one, other) => alarmingOf(other) - alarmingOf(one))
    .slice(0, detailsMax)
    .map((incident) => detailOf(incident, ledger, now));

const detailsMax = 12;
const minuteMs = 60_000;
const briefMs = 2 * minuteMs;
const changesMs = 30 * minuteMs;
const changesMax = 10;
const groupsMax = 60;
const beforeMs = 10 * minuteMs;
const hourMs = 60 * minuteMs;

function spanAround({ state, firstFailureAt, lastFailureAt }: Incident, now: number): Span {
  const to = Math.max(now, lastFailureAt + 1);
  const from = firstFailureAt - beforeMs;
  return state.name === 'open'
    ? { from: Math.min(from, to - hourMs), to }
    : { from, to: Math.min(to, Math.max(from + hourMs, lastFailureAt + 2 * minuteMs)) };
}

const endOf = ({ state, lastFailureAt }: Incident, now: number): number =>
  state.name === 'resolved' ? state.resolvedAt : Math.max(now, lastFailureAt);

function stepsOf(incident: Incident, changes: readonly ChangeNote[]): readonly IncidentStep[] {
  const { state, acknowledged, firstFailureAt, lastFailureAt } = incident;
  const steps: IncidentStep[] = [
    { at: firstFailureAt, what: { name: 'first-failure' } },
    ...changes.map((change): IncidentStep => ({ at: change.at, what: { name: 'changed', change } })),
  ];
  if (state.name !== 'watching') steps.push({ at: state.openedAt, what: { name: 'opened' } });
  if (acknowledged !== null)
    steps.push({ at: acknowledged.at, what: { name: 'acknowledged', by: acknowledged.by } });
  if (state.name === 'resolved') {
    steps.push({ at: lastFailureAt, what: { name: 'last-failure' } });
    steps.push({ at: state.resolvedAt, what: { name: 'resolved', proof: state.proof } });
  }
  return steps.sort((one, other) => one.at - other.at);
}

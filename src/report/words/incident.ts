import type { Clock } from '../../base/calendar.js';
import { formatCount, formatDuration } from '../../base/format-number.js';
import { formatIncidentName, type Incident, type Resolution } from '../../incidents/incident.js';
import type { GatewayChange } from '../../parse/event.js';
import type { Tone } from '../../render/message.js';
import { bold, code, joinText, personName, type RichText, text, timestamp } from '../../render/rich-text.js';
import type { RankedCount } from '../repository.js';
import type { IncidentSummary } from '../summary/incident.js';
import { describeImpact } from './impact.js';
import { describeUpstreamCount, isMultiUpstream, rankUpstreams } from './upstreams.js';

/** `Failing: Upstream refuses connections at api (BG-142)`. */
export const titleOf = (summary: IncidentSummary): RichText =>
  text`${stateOf(summary.incident).word}: ${faultWords(summary)} (${formatIncidentName(summary.incident)})`;

/** `Upstream refuses connections at api`. Several upstreams are only counted: a phone shows two lines. */
export const faultWords = ({ incident, cause }: IncidentSummary): RichText =>
  text`${cause.title}${placed(incident, describeUpstreamCount)}`;

/** The colour of an incident in its present state. */
export const toneOf = (incident: Incident): Tone => stateOf(incident).tone;

/** `Since 09:14 (12 min): 212 requests got 502, 4.1 % of its requests`, or from when to when once it is over. */
export function courseOf(summary: IncidentSummary, clock: Clock): RichText {
  return text`${spanOf(summary.incident, clock)}: ${reachOf(summary)}`;
}

/** Routes, upstreams or peers, and what was changed before, a line each. */
export function surroundings(summary: IncidentSummary): readonly RichText[] {
  const { routes, peers, changes, incident } = summary;
  return [
    ...rankedWords('Routes', routes),
    ...(isMultiUpstream(incident)
      ? rankedWords('Upstreams', rankUpstreams(incident))
      : rankedWords('Peers', peers)),
    ...changes.slice(0, changesMax).map((change) => changeWords(change, incident.firstFailureAt)),
  ];
}

export const reachOf = ({ incident, byStatus, requests }: IncidentSummary): RichText =>
  describeImpact({ outcomes: incident.outcomes, byStatus, requests }, 'its');

/** Whether anybody else suffers is the first thing to know of many failures. */
export const soleClientWords = ({ soleClient, incident }: IncidentSummary): RichText | undefined =>
  soleClient === null
    ? undefined
    : text`${bold('One client:')} all of them reached ${code(soleClient)} alone${incident.severity === 'minor' ? '; it stays minor while others are served' : ', perhaps a balancer in front'}.`;

/** `Since 09:14 (12 min)`. */
export function spanOf({ state, firstFailureAt, lastFailureAt }: Incident, clock: Clock): RichText {
  const since = timestamp(firstFailureAt, clock);
  return state.type === 'resolved'
    ? text`From ${since} to ${timestamp(lastFailureAt, clock)} (${formatDuration(lastFailureAt - firstFailureAt)})`
    : text`Since ${since} (${formatDuration(clock.now - firstFailureAt)})`;
}

const changesMax = 2;
const rankedMax = 3;

export const placed = (incident: Incident, where: (incident: Incident) => RichText): RichText =>
  isNameless(incident) ? [] : text` at ${where(incident)}`;

const isNameless = ({ upstreams }: Incident): boolean => upstreams.every(({ upstream }) => upstream === null);

type StateWords = { readonly word: string; readonly verb: string; readonly tone: Tone };

export function stateOf({ state, acknowledgement, outcomes }: Incident): StateWords {
  if (state.type === 'pending') return { word: 'Watching', verb: 'is being watched', tone: 'neutral' };
  if (state.type === 'resolved') return endings[state.resolution];
  if (acknowledgement !== null) return { word: 'Acknowledged', verb: 'is acknowledged', tone: 'warning' };
  const reached = outcomes['client-visible'] + outcomes.truncated > 0;
  return { word: 'Failing', verb: 'is failing', tone: reached ? 'bad' : 'warning' };
}

const endings: Readonly<Record<Resolution, StateWords>> = {
  'good-requests': { word: 'Recovered', verb: 'has recovered', tone: 'good' },
  // Green is for what is proven.
  quiet: { word: 'Quiet', verb: 'has gone quiet', tone: 'neutral' },
  'by-hand': { word: 'Resolved', verb: 'was resolved by hand', tone: 'neutral' },
  merged: { word: 'Merged', verb: 'is a part of another incident', tone: 'neutral' },
};

function rankedWords(title: string, ranked: readonly RankedCount[]): RichText[] {
  if (ranked.length === 0) return [];
  const items = ranked
    .slice(0, rankedMax)
    .map(({ key, count }) => text`${code(key ?? '')} ${formatCount(count)}`);
  const more = ranked.length - rankedMax;
  return [text`${bold(`${title}:`)} ${joinText(items, ', ')}${more > 0 ? `, ${more} more` : ''}`];
}

const changeWords = (change: GatewayChange, before: number): RichText =>
  text`${bold(`${formatDuration(before - change.at)} before:`)} ${change.message}${byWords(change)}`;

export const byWords = ({ by }: GatewayChange): RichText => (by === null ? [] : text` by ${personName(by)}`);

/** What says that it is over. */
export const resolutionWords: Readonly<Record<Resolution, string>> = {
  'good-requests': 'good requests went through and none failed',
  quiet: 'it was quiet, though too few good requests came to prove it',
  'by-hand': 'somebody resolved it by hand',
  merged: 'it goes on in another incident',
};

import type { Clock } from '../../base/calendar.js';
import { grouped, lasting } from '../../base/format-number.js';
import { type Incident, incidentName, type Proof } from '../../incidents/incident.js';
import type { ChangeNote } from '../../parse/event.js';
import type { Tone } from '../../render/message.js';
import { bold, code, joined, moment, type Phrase, person, say } from '../../render/rich-text.js';
import type { Ranked } from '../repository.js';
import type { IncidentFacts } from '../summary/incident.js';
import { impactOf } from './impact.js';
import { isStorm, rankedBranches, upstreamsCount } from './upstreams.js';

/** `Failing: Upstream refuses connections at api (BG-142)`. */
export const titleOf = (facts: IncidentFacts): Phrase =>
  say`${stateOf(facts.incident).word}: ${faultWords(facts)} (${incidentName(facts.incident)})`;

/** `Upstream refuses connections at api`. Several upstreams are only counted: a phone shows two lines. */
export const faultWords = ({ incident, cause }: IncidentFacts): Phrase =>
  say`${cause.title}${placed(incident, upstreamsCount)}`;

/** The colour of an incident in its present state. */
export const toneOf = (incident: Incident): Tone => stateOf(incident).tone;

/** `Since 09:14 (12 min): 212 requests got 502, 4.1 % of its requests`, or from when to when once it is over. */
export function courseOf(facts: IncidentFacts, clock: Clock): Phrase {
  return say`${spanOf(facts.incident, clock)}: ${reachOf(facts)}`;
}

/** Routes, upstreams or peers, and what was changed before, a line each. */
export function surroundings(facts: IncidentFacts): readonly Phrase[] {
  const { routes, peers, changes, incident } = facts;
  return [
    ...rankedWords('Routes', routes),
    ...(isStorm(incident) ? rankedWords('Upstreams', rankedBranches(incident)) : rankedWords('Peers', peers)),
    ...changes.slice(0, changesMax).map((change) => changeWords(change, incident.firstFailureAt)),
  ];
}

export const reachOf = ({ incident, byStatus, requests }: IncidentFacts): Phrase =>
  impactOf({ outcomes: incident.counts, byStatus, requests }, 'its');

/** Whether anybody else suffers is the first thing to know of many failures. */
export const soleClientWords = ({ soleClient, incident }: IncidentFacts): Phrase | undefined =>
  soleClient === null
    ? undefined
    : say`${bold('One client:')} all of them reached ${code(soleClient)} alone${incident.severity === 'minor' ? '; it stays minor while others are served' : ', perhaps a balancer in front'}.`;

/** `Since 09:14 (12 min)`. */
export function spanOf({ state, firstFailureAt, lastFailureAt }: Incident, clock: Clock): Phrase {
  const since = moment(firstFailureAt, clock);
  return state.name === 'resolved'
    ? say`From ${since} to ${moment(lastFailureAt, clock)} (${lasting(lastFailureAt - firstFailureAt)})`
    : say`Since ${since} (${lasting(clock.now - firstFailureAt)})`;
}

const changesMax = 2;
const rankedMax = 3;

export const placed = (incident: Incident, where: (incident: Incident) => Phrase): Phrase =>
  isNameless(incident) ? [] : say` at ${where(incident)}`;

const isNameless = ({ branches }: Incident): boolean => branches.every(({ upstream }) => upstream === null);

type StateWords = { readonly word: string; readonly verb: string; readonly tone: Tone };

export function stateOf({ state, acknowledged, counts }: Incident): StateWords {
  if (state.name === 'watching') return { word: 'Watching', verb: 'is being watched', tone: 'neutral' };
  if (state.name === 'resolved') return endings[state.proof];
  if (acknowledged !== null) return { word: 'Acknowledged', verb: 'is acknowledged', tone: 'warning' };
  const reached = counts['client-visible'] + counts.truncated > 0;
  return { word: 'Failing', verb: 'is failing', tone: reached ? 'bad' : 'warning' };
}

const endings: Readonly<Record<Proof, StateWords>> = {
  'good-requests': { word: 'Recovered', verb: 'has recovered', tone: 'good' },
  // Green is for what is proven.
  quiet: { word: 'Quiet', verb: 'has gone quiet', tone: 'neutral' },
  'by-hand': { word: 'Resolved', verb: 'was resolved by hand', tone: 'neutral' },
  merged: { word: 'Merged', verb: 'is a part of another incident', tone: 'neutral' },
};

function rankedWords(title: string, ranked: readonly Ranked[]): Phrase[] {
  if (ranked.length === 0) return [];
  const items = ranked.slice(0, rankedMax).map(({ key, count }) => say`${code(key ?? '')} ${grouped(count)}`);
  const more = ranked.length - rankedMax;
  return [say`${bold(`${title}:`)} ${joined(items, ', ')}${more > 0 ? `, ${more} more` : ''}`];
}

const changeWords = (change: ChangeNote, before: number): Phrase =>
  say`${bold(`${lasting(before - change.at)} before:`)} ${change.words}${byWords(change)}`;

export const byWords = ({ by }: ChangeNote): Phrase => (by === null ? [] : say` by ${person(by)}`);

/** What says that it is over. */
export const proofs: Readonly<Record<Proof, string>> = {
  'good-requests': 'good requests went through and none failed',
  quiet: 'it was quiet, though too few good requests came to prove it',
  'by-hand': 'somebody resolved it by hand',
  merged: 'it goes on in another incident',
};

import type { KnownBlock } from '@slack/types';
import type { Clock } from '../calendar.js';
import { counted, grouped, lasting } from '../figures.js';
import { type Incident, incidentName, type Proof } from '../incident.js';
import type { IncidentFacts } from '../incident-facts.js';
import type { ChangeNote, Ranked } from '../ledger.js';
import type { Message, Tone } from '../message.js';
import type { Person } from '../owners.js';
import { avoidWords, causeWords, hintWords, stepsAgainst, stepWords } from './advice.js';
import { impactOf } from './impact.js';
import { button, context, header, list, message, records, section } from './kit.js';
import { bold, calling, code, joined, moment, type Phrase, person, say } from './phrase.js';
import { upstreamsWords } from './upstreams.js';

/** The living message of one incident: what is wrong, since when, how bad it is, what to do first. */
export function alertView(
  facts: IncidentFacts,
  now: number,
  zone: string,
  owners: readonly Person[] = [],
): Message {
  const clock = { now, zone };
  const { incident } = facts;
  return message({
    text: say`${incidentName(incident)} ${stateOf(incident).verb}: ${nameOf(facts)}. ${courseOf(facts, clock)}.`,
    tone: stateOf(incident).tone,
    blocks: [
      header(titleOf(facts)),
      section(
        say`${courseOf(facts, clock)}.`,
        proofWords(facts, clock),
        acknowledgedWords(incident, clock),
        ownerWords(incident, owners),
        causeWords(facts.cause, facts.certainty),
        ...facts.hints.slice(0, 1).map(hintWords),
      ),
      ...(incident.state.name === 'open' ? adviceBlocks(facts) : []),
      section(...surroundings(facts)),
      records(
        'First record',
        facts.evidence.slice(0, 1).map(({ text }) => text),
      ),
      footer(facts, clock),
      ...(incident.state.name === 'open' && incident.acknowledged === null ? [buttons(incident)] : []),
    ],
  });
}

/** `Failing: Upstream refuses connections at api (BG-142)`. */
export const titleOf = (facts: IncidentFacts): Phrase =>
  say`${stateOf(facts.incident).word}: ${nameOf(facts)} (${incidentName(facts.incident)})`;

/** The colour of an incident in its present state. */
export const toneOf = (incident: Incident): Tone => stateOf(incident).tone;

/** `Since 09:14 (12 min): 212 requests got 502, 4.1 % of its requests`, or from when to when once it is over. */
export function courseOf(facts: IncidentFacts, clock: Clock): Phrase {
  const { incident, byStatus, requests } = facts;
  const { state, firstFailureAt, lastFailureAt } = incident;
  const impact = impactOf({ outcomes: incident.counts, byStatus, requests }, 'its');
  const since = moment(firstFailureAt, clock);
  return state.name === 'resolved'
    ? say`From ${since} to ${moment(lastFailureAt, clock)} (${lasting(lastFailureAt - firstFailureAt)}): ${impact}`
    : say`Since ${since} (${lasting(clock.now - firstFailureAt)}): ${impact}`;
}

/** Routes, peers and what was changed before, a line each. */
export function surroundings({ routes, peers, changes, incident }: IncidentFacts): readonly Phrase[] {
  return [
    ...rankedWords('Routes', routes),
    ...rankedWords('Peers', peers),
    ...changes.slice(0, changesMax).map((change) => changeWords(change, incident.firstFailureAt)),
  ];
}

const stepsMax = 2;
const changesMax = 2;
const rankedMax = 3;

const nameOf = ({ cause, incident }: IncidentFacts): Phrase =>
  say`${cause.title}${isNameless(incident) ? '' : say` at ${upstreamsWords(incident)}`}`;

const isNameless = ({ branches }: Incident): boolean => branches.every(({ upstream }) => upstream === null);

type StateWords = { readonly word: string; readonly verb: string; readonly tone: Tone };

function stateOf({ state, acknowledged, counts }: Incident): StateWords {
  if (state.name === 'watching') return { word: 'Watching', verb: 'is being watched', tone: 'neutral' };
  if (state.name === 'resolved') return endings[state.proof];
  if (acknowledged !== null) return { word: 'Acknowledged', verb: 'is acknowledged', tone: 'warning' };
  const reached = counts['client-visible'] + counts.truncated > 0;
  return { word: 'Failing', verb: 'is failing', tone: reached ? 'bad' : 'warning' };
}

const endings: Readonly<Record<Proof, StateWords>> = {
  'good-requests': { word: 'Recovered', verb: 'has recovered', tone: 'good' },
  quiet: { word: 'Quiet', verb: 'has gone quiet', tone: 'good' },
  'by-hand': { word: 'Resolved', verb: 'was resolved by hand', tone: 'good' },
  merged: { word: 'Merged', verb: 'is a part of another incident', tone: 'neutral' },
};

function proofWords({ incident }: IncidentFacts, clock: Clock): Phrase | undefined {
  const { state, goodSince, lastFailureAt } = incident;
  if (state.name !== 'resolved') return undefined;
  const at = moment(state.resolvedAt, clock);
  switch (state.proof) {
    case 'good-requests':
      return say`Proven at ${at}: ${counted(goodSince, 'good request')} since the last failure.`;
    case 'quiet':
      return say`Quiet, not proven: no failure in the ${lasting(state.resolvedAt - lastFailureAt)} until ${at}, and too few good requests to tell.`;
    case 'by-hand':
      return say`Somebody resolved it at ${at}; the log does not prove it.`;
    case 'merged':
      return say`One and the same fault as another incident, which goes on for both since ${at}.`;
  }
}

const acknowledgedWords = ({ acknowledged, state }: Incident, clock: Clock): Phrase | undefined =>
  acknowledged === null
    ? undefined
    : say`${person(acknowledged.by)} ${state.name === 'open' ? 'is' : 'was'} on it since ${moment(acknowledged.at, clock)}.`;

/** Calls them when the message is posted; Slack calls nobody when it is edited. */
const ownerWords = ({ acknowledged, state }: Incident, owners: readonly Person[]): Phrase | undefined =>
  owners.length === 0 || acknowledged !== null || state.name !== 'open'
    ? undefined
    : say`${bold('Owner:')} ${joined(
        owners.map((owner) => [calling(owner)]),
        ', ',
      )}`;

function adviceBlocks({ cause, family, subject, hints }: IncidentFacts): (KnownBlock | undefined)[] {
  const steps = stepsAgainst(cause, family, subject, hints).slice(0, stepsMax);
  return [
    list('Do first', 'ordered', steps.map(stepWords)),
    section(...cause.avoid.slice(0, 1).map(avoidWords)),
  ];
}

function rankedWords(title: string, ranked: readonly Ranked[]): Phrase[] {
  if (ranked.length === 0) return [];
  const items = ranked.slice(0, rankedMax).map(({ key, count }) => say`${code(key ?? '')} ${grouped(count)}`);
  const more = ranked.length - rankedMax;
  return [say`${bold(`${title}:`)} ${joined(items, ', ')}${more > 0 ? `, ${more} more` : ''}`];
}

const changeWords = ({ at, words, by }: ChangeNote, before: number): Phrase =>
  say`${bold(`${lasting(before - at)} before:`)} ${words}${by === null ? '' : say` by ${person(by)}`}`;

function footer({ incident, earlier, lacks }: IncidentFacts, clock: Clock) {
  return context(
    say`${incidentName(incident)}`,
    earlier.length > 0 ? say`before: ${earlier.map(incidentName).join(', ')}` : undefined,
    lacks.length > 0
      ? say`the log lacks ${joined(
          lacks.map((field) => [code(field)]),
          ', ',
        )}`
      : undefined,
    say`updated ${moment(clock.now, clock)}`,
  );
}

const buttons = ({ number }: Incident): KnownBlock => ({
  type: 'actions',
  elements: [button('Acknowledge', 'acknowledge', String(number))],
});

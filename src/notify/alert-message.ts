import type { KnownBlock } from '@slack/types';
import type { Clock } from '../base/calendar.js';
import { counted, lasting } from '../base/format-number.js';
import { branchesMax } from '../incidents/affected-upstream.js';
import { type Incident, incidentName } from '../incidents/incident.js';
import type { Family } from '../parse/decoder.js';
import { context, header, list, message, records, section } from '../render/blocks.js';
import type { Person } from '../render/mention.js';
import type { Message } from '../render/message.js';
import { bold, calling, code, joined, moment, type Phrase, person, say } from '../render/rich-text.js';
import type { IncidentFacts } from '../report/summary/incident.js';
import { avoidWords, causeWords, hintWords, stepsAgainst, stepWords } from '../report/words/advice.js';
import { hourChart } from '../report/words/hour-strip.js';
import {
  byWords,
  courseOf,
  placed,
  reachOf,
  soleClientWords,
  spanOf,
  stateOf,
  surroundings,
  titleOf,
  toneOf,
} from '../report/words/incident.js';
import { commonWords, partsWords } from '../report/words/related.js';
import { upstreamsWords } from '../report/words/upstreams.js';
import { incidentButtons } from './incident-buttons.js';
import type { Silence } from './silence.js';
import { silencedLine } from './silence-words.js';

/** What besides the facts a message tells: whom it calls, why the channel hears no more of it, what it has heard. */
export type Standing = {
  readonly owners?: readonly Person[];
  readonly silence?: Silence | undefined;
  /** Of the incidents that it speaks for, so many were told before. */
  readonly partsTold?: number;
};

/** The living message of one incident: what is wrong, since when, how bad it is, what to do first. */
export function alertView(facts: IncidentFacts, now: number, zone: string, standing: Standing = {}): Message {
  const clock = { now, zone };
  const { incident, lastHour, kin } = facts;
  if (kin.whole !== null) return partView(facts, kin.whole, clock);
  const { silence } = standing;
  const isOpen = incident.state.name === 'open';
  return message({
    text: say`${incidentName(incident)} ${stateOf(incident).verb}: ${nameOf(facts)}. ${courseOf(facts, clock)}.${untakenWords(incident, silence)}`,
    tone: silence === undefined ? toneOf(incident) : 'neutral',
    blocks: [
      header(titleOf(facts)),
      section(
        sinceWords(facts, standing, clock),
        proofWords(facts, clock),
        acknowledgedWords(incident, clock),
        silence === undefined ? undefined : silencedLine(silence, clock),
        causeWords(facts.cause, facts.certainty),
        ...facts.hints.slice(0, 1).map(hintWords),
        say`${reachOf(facts)}.`,
        soleClientWords(facts),
        commonWords(incident),
        partsWords(kin.parts),
      ),
      // What to do first stands before whatever else there is to know: on a phone the rest is below the fold.
      ...(isOpen ? adviceBlocks(facts) : []),
      hourChart(lastHour, !isOpen),
      section(...surroundings(facts)),
      section(lastTimeWords(facts, clock)),
      records(
        'First record',
        facts.evidence.slice(0, 1).map(({ text }) => text),
      ),
      incidentButtons(incident, silence !== undefined),
      // Last, as the bar of colour stands beside it.
      footer(facts, clock),
    ],
  });
}

/** What is left of the message of an incident that is a part of another: where it goes on. */
function partView(facts: IncidentFacts, whole: Incident, clock: Clock): Message {
  const { incident } = facts;
  return message({
    text: say`${incidentName(incident)} ${stateOf(incident).verb}, ${incidentName(whole)}: ${nameOf(facts)}.`,
    tone: toneOf(incident),
    blocks: [
      header(titleOf(facts)),
      section(
        say`One fault with ${bold(incidentName(whole))}, which goes on for both: see there.`,
        say`${courseOf(facts, clock)}.`,
      ),
      incidentButtons(incident, false),
      footer(facts, clock),
    ],
  });
}

/** `Since 09:14 (12 min) · critical · nginx · owner @ada`. */
function sinceWords({ incident, families }: IncidentFacts, { owners = [], silence }: Standing, clock: Clock) {
  const { severity } = incident;
  const parts: readonly (Phrase | undefined)[] = [
    spanOf(incident, clock),
    severity === 'minor' ? undefined : [bold(severity)],
    families.length === 0 ? undefined : [families.map((family) => familyNames[family]).join(', ')],
    silence === undefined ? ownerWords(incident, owners) : undefined,
  ];
  return joined(
    parts.filter((part) => part !== undefined),
    ' · ',
  );
}

const familyNames: Readonly<Record<Family, string>> = { nginx: 'nginx', envoy: 'Envoy' };

/** Whether anybody needs to get up is what a phone should say. */
const untakenWords = ({ state, acknowledged }: Incident, silence: Silence | undefined): Phrase => {
  if (silence !== undefined) return [' Silenced.'];
  return state.name === 'open' && acknowledged === null ? [' Nobody is on it yet.'] : [];
};

const stepsMax = 2;

const nameOf = ({ cause, incident }: IncidentFacts): Phrase =>
  say`${cause.title}${placed(incident, upstreamsWords)}`;

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

/** `BG-91, 9 d ago, was the same: it ended 4 min after a restart by @ada.` */
function lastTimeWords({ earlier: [last], endedBy }: IncidentFacts, clock: Clock): Phrase | undefined {
  if (last === undefined) return undefined;
  const { firstFailureAt, lastFailureAt } = last;
  const ago = lasting(clock.now - lastFailureAt);
  const ending =
    endedBy === null
      ? say`lasted ${lasting(lastFailureAt - firstFailureAt)}`
      : say`ended ${lasting(lastFailureAt - endedBy.at)} after ${endedBy.words}${byWords(endedBy)}`;
  return say`${bold('Last time:')} ${incidentName(last)}, ${ago} ago, ${ending}.`;
}

/** Calls them when the message is posted; Slack calls nobody when it is edited. */
const ownerWords = ({ acknowledged, state }: Incident, owners: readonly Person[]): Phrase | undefined =>
  owners.length === 0 || acknowledged !== null || state.name !== 'open'
    ? undefined
    : say`owner ${joined(
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

function footer({ incident, earlier: [, ...older], lacks }: IncidentFacts, clock: Clock) {
  return context(
    say`${incidentName(incident)}`,
    older.length > 0 ? say`before that: ${older.map(incidentName).join(', ')}` : undefined,
    incident.branches.length >= branchesMax
      ? say`statuses, routes and chart: of ${branchesMax} of its upstreams`
      : undefined,
    lacks.length > 0
      ? say`the log lacks ${joined(
          lacks.map((field) => [code(field)]),
          ', ',
        )}`
      : undefined,
    say`updated ${moment(clock.now, clock)}`,
  );
}

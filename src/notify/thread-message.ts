import type { KnownBlock } from '@slack/types';
import type { Clock } from '../base/calendar.js';
import { counted, lasting } from '../base/format-number.js';
import { causeById } from '../diagnose/causes/index.js';
import type { Branch } from '../incidents/affected-upstream.js';
import { alarmingOf, failuresOf, type Incident, incidentName, rootCause } from '../incidents/incident.js';
import { list, message, section } from '../render/blocks.js';
import type { Message, Tone } from '../render/message.js';
import {
  bold,
  calling,
  code,
  joined,
  moment,
  type Phrase,
  passage,
  person,
  say,
} from '../render/rich-text.js';
import type { IncidentFacts } from '../report/summary/incident.js';
import { impactOf } from '../report/words/impact.js';
import { faultWords, toneOf } from '../report/words/incident.js';
import { causeTitle, upstreamCode } from '../report/words/names.js';
import { isStorm, upstreamsCount, worstFirst } from '../report/words/upstreams.js';
import type { Standing } from './alert-message.js';
import type { Reason } from './reason.js';
import { silencedLine } from './silence-words.js';

/** One line in the thread of an incident: what has turned. */
export function threadView(
  reason: Reason,
  facts: IncidentFacts,
  now: number,
  zone: string,
  standing: Standing = {},
): Message {
  const turn = turns[reason](facts, { now, zone }, standing);
  return message({
    text: say`${incidentName(facts.incident)}: ${turn}`,
    tone: reason === 'recovered' ? toneOf(facts.incident) : tones[reason],
    blocks: [section(turn), ...(spreading.has(reason) ? childrenBlocks(facts.incident) : [])],
  });
}

/** Reasons that are about which upstreams are hit. */
const spreading: ReadonlySet<Reason> = new Set(['spread', 'took-in']);

/** A line in the thread that somebody wrote. */
export function notedView(incident: Incident, by: string, words: string): Message {
  const line: Phrase = [...say`${bold('Note')} by ${person(by)}: `, passage(words)];
  return message({
    text: say`${incidentName(incident)}: ${line}`,
    tone: 'neutral',
    blocks: [section(line)],
  });
}

type Turn = (facts: IncidentFacts, clock: Clock, standing: Standing) => Phrase;

const turns: Readonly<Record<Reason, Turn>> = {
  opened: ({ incident }, clock) =>
    say`${bold('Opened.')} ${counted(alarmingOf(incident), 'failure')} since ${moment(incident.firstFailureAt, clock)}.`,
  spread: ({ peers, incident }) =>
    isStorm(incident)
      ? say`${bold('Spread.')} ${upstreamsCount(incident)} now.`
      : say`${bold('Spread.')} ${counted(peers.length, 'peer')} now: ${peerWords(peers)}.`,
  worsened: (facts, { now }) =>
    say`${bold(worseWords(facts.incident))} ${faultWords(facts)}. ${toll(facts)} in ${lasting(now - facts.incident.firstFailureAt)}.`,
  'still-failing': (facts, { now }) =>
    say`${bold('Still failing')} after ${lasting(now - facts.incident.firstFailureAt)}: ${toll(facts)}.`,
  'cause-changed': (facts) =>
    say`${bold('Another cause.')} ${causeById(rootCause(facts.incident)).title}; ${toll(facts)}.`,
  acknowledged: ({ incident: { acknowledged } }) =>
    acknowledged === null ? say`Acknowledged.` : say`${person(acknowledged.by)} is on it.`,
  escalated: (facts, { now }, { owners = [] }) =>
    say`${bold('Nobody is on it')} after ${lasting(now - sinceOf(facts.incident))}: ${faultWords(facts)}. ${joined(
      owners.map((owner) => [calling(owner)]),
      ', ',
    )}`,
  silenced: (_, clock, { silence }) =>
    silence === undefined
      ? say`${bold('Silenced.')} It is counted on and told in the report.`
      : say`${silencedLine(silence, clock)} It is counted on and told in the report.`,
  'silence-ended': (facts, { now }) =>
    say`${bold('No longer silenced, and still failing')} after ${lasting(now - facts.incident.firstFailureAt)}: ${toll(facts)}.`,
  'took-in': ({ kin, incident: { branches } }, _, { partsTold = 0 }) =>
    say`${bold('Speaks now for')} ${joined(
      kin.parts.slice(partsTold).map((part) => [incidentName(part)]),
      ', ',
    )} as well: one fault, ${counted(branches.length, 'upstream')}.`,
  merged: ({ kin }) =>
    kin.whole === null
      ? say`${bold('Merged')} into another incident: both are one fault.`
      : say`${bold('Merged')} into ${incidentName(kin.whole)}: both are one fault, and it goes on there.`,
  recovered: (facts) =>
    say`${ending(facts.incident)} It failed for ${lasted(facts.incident)}: ${toll(facts)}.`,
  reopened: (facts, clock) =>
    say`${bold('Back again:')} ${faultWords(facts)}. Failing since ${moment(sinceOf(facts.incident), clock)}; ${toll(facts)} in all.${facts.incident.acknowledged === null ? say` Nobody is on it yet.` : ''}`,
};

/** An end has the colour of its proof. */
const tones: Readonly<Record<Exclude<Reason, 'recovered'>, Tone>> = {
  opened: 'bad',
  spread: 'bad',
  worsened: 'bad',
  'still-failing': 'bad',
  'cause-changed': 'bad',
  acknowledged: 'warning',
  escalated: 'bad',
  silenced: 'neutral',
  'silence-ended': 'bad',
  'took-in': 'bad',
  merged: 'neutral',
  reopened: 'bad',
};

const worseWords = ({ severity }: Incident) => (severity === 'minor' ? 'Worse:' : `Worse, now ${severity}:`);

/** When it began, or began again. */
const sinceOf = ({ firstFailureAt, reopenedAt }: Incident) => reopenedAt ?? firstFailureAt;

const peersShown = 5;

const toll = ({ incident, byStatus, requests }: IncidentFacts): Phrase =>
  failuresOf(incident) === 0
    ? say`no failures`
    : impactOf({ outcomes: incident.counts, byStatus, requests }, 'its');

const lasted = ({ firstFailureAt, lastFailureAt }: Incident) => lasting(lastFailureAt - firstFailureAt);

const peerWords = (peers: IncidentFacts['peers']): Phrase =>
  joined(
    peers.slice(0, peersShown).map(({ key }) => [code(key ?? '')]),
    ', ',
  );

function ending({ state, goodSince }: Incident): Phrase {
  if (state.name !== 'resolved') return say`${bold('Recovered.')}`;
  switch (state.proof) {
    case 'good-requests':
      return say`${bold('Recovered:')} ${counted(goodSince, 'good request')} since the last failure.`;
    case 'quiet':
      return say`${bold('Quiet, not proven:')} no more failures, and too few good requests to tell.`;
    case 'by-hand':
      return say`${bold('Resolved by hand.')}`;
    case 'merged':
      return say`${bold('Merged')} into another incident.`;
  }
}

/** The upstreams of a storm, a line each for the worst of them, and how to see the others; nothing where there is but one. */
export function childrenBlocks(incident: Incident): readonly (KnownBlock | undefined)[] {
  if (!isStorm(incident)) return [];
  const { branches } = incident;
  const more = branches.length - shownMax;
  return [
    list(
      'Hit most',
      'bullet',
      worstFirst(branches)
        .slice(0, shownMax)
        .map((branch) => childWords(branch, incident)),
    ),
    more > 0
      ? section(
          say`and ${counted(more, 'more upstream')}: ask ${code(`top ${askedMax} upstreams ${incidentName(incident)}`)}`,
        )
      : undefined,
  ];
}

/** What `top` lists at most. */
const askedMax = 50;
/** As many as a phone shows without scrolling. */
const shownMax = 5;

/** A cause is worth a word where it is not the one that names the incident. */
function childWords(branch: Branch, incident: Incident): Phrase {
  const cause = rootCause(branch);
  const own = cause === rootCause(incident) ? [] : [`, ${causeTitle(cause)}`];
  return [...say`${upstreamCode(branch.upstream)}: ${counted(alarmingOf(branch), 'failure')}`, ...own];
}

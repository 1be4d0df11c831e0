import type { Clock } from '../calendar.js';
import { counted, lasting } from '../figures.js';
import { type Incident, incidentName, type Proof, rootCause } from '../incident.js';
import type { Span, Totals } from '../ledger.js';
import type { Message } from '../message.js';
import type { Scope } from '../scope.js';
import { alarmingIn } from '../tally.js';
import { impactOf } from './impact.js';
import { incidentLine } from './incident-line.js';
import { causeTitle, upstreamCode } from './naming.js';
import { bold, code, moment, type Phrase, person, say } from './phrase.js';
import { plainView } from './plain.js';

/** How one upstream, host or peer does: what is open there, what failed lately, when it last answered well. */
export function placeView(
  { name, open, recent, day, good, failedAt }: PlaceFacts,
  scope: Scope,
  clock: Clock,
): Message {
  const hasFailed = open.length > 0 || alarmingIn(recent.outcomes) > 0;
  const isBack = open.length === 0 && failedAt !== null && (good?.from ?? 0) > failedAt;
  const isFailing = hasFailed && !isBack;
  return plainView(
    {
      lead: isFailing
        ? say`${name} is failing: ${impactOf(recent)} in the last 15 min.`
        : hasFailed && failedAt !== null
          ? say`${name} is back: ${impactOf(recent)} in the last 15 min, the last one ${lasting(clock.now - failedAt)} ago.`
          : say`${name} is fine: nothing failed in the last 15 min.`,
      lines: [say`Last 24 h: ${impactOf(day)}.`, goodWords(good, clock)],
      list: { title: 'Open', items: open.map((incident) => incidentLine(incident, clock)) },
      tone: isFailing ? 'bad' : 'good',
    },
    scope,
    clock,
  );
}

export type PlaceFacts = {
  /** When the latest failure of the last quarter of an hour was; null when there was none. */
  readonly failedAt: number | null;
  /** How it is called in the sentence. */
  readonly name: Phrase;
  readonly open: readonly Incident[];
  /** Of the last quarter of an hour, and of the last day. */
  readonly recent: Totals;
  readonly day: Totals;
  /** The minute of the latest good answer; undefined where that is not counted so narrowly. */
  readonly good: Span | null | undefined;
};

/** The incidents of a time, newest first. */
export function incidentsView(incidents: readonly Incident[], scope: Scope, clock: Clock): Message {
  const { words } = scope.window;
  const more = incidents.length - incidentsShown;
  return plainView(
    {
      lead:
        incidents.length === 0
          ? say`${bold('No')} incident, ${words}.`
          : say`${bold(counted(incidents.length, 'incident'))}, ${words}${more > 0 ? `; the newest ${incidentsShown}:` : '.'}`,
      list: {
        title: '',
        items: incidents.slice(0, incidentsShown).map((incident) => incidentLine(incident, clock)),
      },
    },
    scope,
    clock,
  );
}

const incidentsShown = 20;

/** `Last good request: 14:26`. */
export function goodWords(good: Span | null | undefined, clock: Clock): Phrase | undefined {
  if (good === undefined) return undefined;
  if (good === null) return say`No access log tells of a good request.`;
  const { from, to } = good;
  const ago = lasting(clock.now - from);
  if (to - from <= minuteMs)
    return say`Last good request: in the minute of ${moment(from, clock)}, ${ago} ago.`;
  const kept = to - from <= hourMs ? 'hour' : 'day';
  return say`Last good request: in the ${kept} from ${moment(from, clock)}, at most ${ago} ago.`;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Whether an incident is over, and what says so. */
export function overView(
  incident: Incident | undefined,
  name: Phrase,
  good: Span | null | undefined,
  scope: Scope,
  clock: Clock,
): Message {
  if (incident === undefined) {
    return plainView(
      { lead: say`${bold('Nothing is open')}${name}.`, lines: [goodWords(good, clock)], tone: 'good' },
      scope,
      clock,
    );
  }
  const { state, lastFailureAt, goodSince } = incident;
  const title = say`${incidentName(incident)}, ${causeTitle(rootCause(incident))} at ${upstreamCode(incident.upstream)}`;
  const since = say`The last failure was ${lasting(clock.now - lastFailureAt)} ago, with ${counted(goodSince, 'good request')} since.`;
  return state.name === 'resolved'
    ? plainView(
        {
          lead: say`${bold('Yes')}: ${title} is over since ${moment(lastFailureAt, clock)}: ${proofs[state.proof]}.`,
          lines: [goodWords(good, clock)],
          tone: 'good',
        },
        scope,
        clock,
      )
    : plainView(
        {
          lead: say`${bold('No')}: ${title} is still open.`,
          lines: [since, goodWords(good, clock)],
          tone: 'bad',
        },
        scope,
        clock,
      );
}

/** What says that it is over. */
export const proofs: Readonly<Record<Proof, string>> = {
  'good-requests': 'good requests went through and none failed',
  quiet: 'it was quiet, though too few good requests came to prove it',
  'by-hand': 'somebody resolved it by hand',
  merged: 'it goes on in another incident',
};

/** Who has taken on what is open. */
export function ownerView(open: readonly Incident[], scope: Scope, clock: Clock): Message {
  const [first] = open;
  const free = open.filter(({ acknowledged }) => acknowledged === null);
  const lead =
    first === undefined
      ? say`Nothing is open, so nobody needs to be.`
      : free.length === 0 && first.acknowledged !== null
        ? say`${person(first.acknowledged.by)} is on ${incidentName(first)} since ${moment(first.acknowledged.at, clock)}.`
        : say`${bold('Nobody')} is on ${free.map(incidentName).join(', ')} yet; take it with ${code(`ack ${incidentName(free[0] ?? first)}`)}.`;
  const items = open.map((incident) => incidentLine(incident, clock));
  return plainView(
    { lead, list: { title: 'Open', items }, tone: free.length > 0 ? 'bad' : 'neutral' },
    scope,
    clock,
  );
}

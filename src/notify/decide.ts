import { alarmingOf, rootCause } from '../incidents/incident.js';
import {
  deservesBroadcast,
  isOfAnotherCause,
  isSpread,
  type Reason,
  reasonToTell,
  type Situation,
  type Told,
} from './reason.js';

/** What the survey decides about one incident: why to speak, where besides its message, and what will have been heard then. */
export type Verdict = {
  readonly reason: Reason;
  /** A line of its own in the thread; `broadcast` when those who do not follow it should see it too. */
  readonly thread: 'none' | 'line' | 'broadcast';
  readonly told: Told;
};

/** The verdict, or undefined when there is nothing to say. `before` is what the channel has heard so far. */
export function verdictOn(situation: Situation, before: Told | undefined, now: number): Verdict | undefined {
  const reason = reasonToTell(situation, before, now);
  if (reason === undefined) return undefined;
  const broadcast = deservesBroadcast(reason, situation.incident, before, now);
  const thread = isForThread(reason, situation, before) ? (broadcast ? 'broadcast' : 'line') : 'none';
  return { reason, thread, told: toldNow(situation, reason, before, now) };
}

/** Reasons that deserve a line of their own in the thread; the others only edit the message. */
const threadReasons: ReadonlySet<Reason> = new Set([
  'worsened',
  'cause-changed',
  'acknowledged',
  'escalated',
  'silenced',
  'silence-ended',
  'recovered',
  'reopened',
  'took-in',
  'merged',
]);

function isForThread(reason: Reason, { incident, silence }: Situation, before: Told | undefined): boolean {
  // The first message says it all, and what is silenced is not to be heard.
  if (before === undefined || silence === 'active') return reason === 'silenced';
  return threadReasons.has(reason) || (reason === 'spread' && isSpread(incident, before));
}

function toldNow(
  { incident, peers, parts, silence }: Situation,
  reason: Reason,
  before: Told | undefined,
  now: number,
): Told {
  const namesAll =
    before === undefined || reason === 'took-in' || (reason === 'spread' && isSpread(incident, before));
  return {
    reason,
    at: now,
    cause: before === undefined || isOfAnotherCause(incident, before) ? rootCause(incident) : before.cause,
    severity: incident.severity,
    alarming: alarmingOf(incident),
    peers: Math.max(peers, before?.peers ?? 0),
    upstreams: namesAll ? incident.branches.length : before.upstreams,
    parts: Math.max(parts, before?.parts ?? 0),
    acknowledged: incident.acknowledged !== null,
    escalated: reason === 'escalated' || (before?.escalated === true && reason !== 'reopened'),
    silenced: silence === 'active',
    resolved: incident.state.name === 'resolved',
  };
}

import type { CauseId } from '../diagnose/cause.js';
import { alarmingOf, type Incident, rootCause } from '../incidents/incident.js';
import { exceeds, type Severity } from '../incidents/severity.js';

/** Why the channel hears something now. */
export const reasons = [
  'opened',
  'spread',
  'worsened',
  'still-failing',
  'cause-changed',
  'acknowledged',
  'escalated',
  'silenced',
  'silence-ended',
  'recovered',
  'reopened',
  'took-in',
  'merged',
] as const;
export type Reason = (typeof reasons)[number];

/** What the channel has heard of one incident. */
export type Told = {
  readonly reason: Reason;
  readonly at: number;
  /** The cause that the incident was named after when that was last worth a line. */
  readonly cause: CauseId;
  readonly severity: Severity;
  /** Failures that clients saw or may have seen, as last told. */
  readonly alarming: number;
  /** Peers that were named. */
  readonly peers: number;
  /** How many upstreams it had when that was last worth a line. */
  readonly upstreams: number;
  /** How many incidents that the channel knew it was told to speak for. */
  readonly parts: number;
  readonly acknowledged: boolean;
  /** Its owners were called again, as nobody had taken it on. */
  readonly escalated: boolean;
  readonly silenced: boolean;
  readonly resolved: boolean;
};

/** An incident as the survey finds it. */
export type Situation = {
  readonly incident: Incident;
  readonly peers: number;
  /** Incidents that have become a part of it, of which the channel had heard. */
  readonly parts: number;
  /** What the channel asked for: nothing, not to hear of it, or that until now. */
  readonly silence: 'none' | 'active' | 'ended';
  /** It is a time at which minor incidents wait. */
  readonly quiet: boolean;
  /** How long an incident may go without anybody taking it on; null: for ever. */
  readonly escalateMs: number | null;
};

/** A message is edited at most this often while nothing but the count changes. */
export const editEveryMs = 30_000;
/** While it is young it grows of itself: that is in the message, and no news yet. */
const settlingMs = 60_000;
/** Ten times as many as last told: the fault has grown by an order of magnitude. */
const worsenedFactor = 10;
/** A thread line for each upstream of a storm would be a storm of its own: 2, 4, 8, 16, 64, 256 are worth one. */
const spreadFactorOf = (upstreams: number) => (upstreams < 16 ? 2 : 4);

/** The reason to speak now, or undefined. Silence is the usual answer, and as much a decision. */
export function reasonToTell(situation: Situation, told: Told | undefined, now: number): Reason | undefined {
  const { incident } = situation;
  if (incident.number === null) return undefined;
  if (told === undefined) return firstReason(situation);
  if (told.resolved) return incident.state.name === 'open' && mayCall(situation) ? 'reopened' : undefined;
  if (incident.partOf !== null) return 'merged';
  if (incident.state.name === 'resolved') return 'recovered';
  if (incident.acknowledged !== null && !told.acknowledged) return 'acknowledged';
  if (situation.silence === 'active') return told.silenced ? editReason(situation, told, now) : 'silenced';
  if (told.silenced) return 'silence-ended';
  return turnOf(situation, told, now) ?? editReason(situation, told, now);
}

/** What was over before anybody heard of it belongs into the report, and so does what nobody wanted to hear. */
function firstReason(situation: Situation): Reason | undefined {
  if (situation.incident.state.name !== 'open' || !mayCall(situation)) return undefined;
  return situation.silence === 'ended' ? 'silence-ended' : 'opened';
}

const mayCall = ({ incident, silence, quiet }: Situation): boolean =>
  silence !== 'active' && !(quiet && incident.severity === 'minor');

/** What has turned, and cannot wait for the next edit. */
function turnOf({ incident, parts, escalateMs }: Situation, told: Told, now: number): Reason | undefined {
  if (parts > told.parts) return 'took-in';
  if (isOfAnotherCause(incident, told)) return 'cause-changed';
  const { state } = incident;
  const age = state.name === 'open' ? now - (incident.reopenedAt ?? state.openedAt) : 0;
  const isSettled = age >= settlingMs;
  if (isSettled && exceeds(incident.severity, told.severity)) return 'worsened';
  // What was told is off by an order of magnitude: that is set right at once, though it may be no news.
  if (alarmingOf(incident) >= Math.max(1, told.alarming) * worsenedFactor)
    return isSettled ? 'worsened' : 'still-failing';
  const isDue = escalateMs !== null && age >= escalateMs;
  return isDue && incident.acknowledged === null && !told.escalated ? 'escalated' : undefined;
}

/**
 * True when another cause names it: somebody said so, or it is well ahead of the one that was told. At first a small lead
 * is enough, as the first step changes with it; later two may take turns at the head for hours, which is in the message,
 * and each turn that is told needs twice as many failures as the last.
 */
export function isOfAnotherCause(incident: Incident, told: Pick<Told, 'cause'>): boolean {
  const cause = rootCause(incident);
  if (cause === told.cause) return false;
  const before = countOf(incident, told.cause);
  return incident.corrected !== null || countOf(incident, cause) >= before * (before < fewFailures ? 1.2 : 2);
}

const fewFailures = 20;

const countOf = ({ causes }: Incident, cause: CauseId): number =>
  causes.find((each) => each.cause === cause)?.count ?? 0;

function editReason({ incident, peers }: Situation, told: Told, now: number): Reason | undefined {
  const sinceMs = now - told.at;
  // A clock that stepped back must not keep the message from being edited until it has caught up.
  if (sinceMs >= 0 && sinceMs < editEveryMs) return undefined;
  if (isSpread(incident, told) || peers > told.peers) return 'spread';
  return alarmingOf(incident) === told.alarming ? undefined : 'still-failing';
}

/** True when it hits so many more upstreams that it is worth a line. */
export const isSpread = ({ branches, service }: Incident, told: Pick<Told, 'upstreams'>): boolean =>
  service === null && branches.length >= told.upstreams * spreadFactorOf(told.upstreams);

/** True when a line in the thread should also be seen by those who do not follow it. */
export function deservesBroadcast(
  reason: Reason,
  { severity }: Pick<Incident, 'severity'>,
  before: Told | undefined,
  now: number,
): boolean {
  if (before === undefined) return false;
  if (reason === 'reopened') return now - before.at >= longQuietMs;
  // Ten times as many is news for the thread; only a greater severity is for all.
  if (reason === 'worsened') return exceeds(severity, before.severity);
  return reason === 'escalated';
}

const longQuietMs = 600_000;

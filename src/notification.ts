import type { CauseId } from './cause.js';
import { alarmingOf, type Incident, rootCause } from './incident.js';

/** Why the channel hears something now. */
export const reasons = [
  'opened',
  'spread',
  'worsened',
  'still-failing',
  'cause-changed',
  'acknowledged',
  'recovered',
  'reopened',
] as const;
export type Reason = (typeof reasons)[number];

/** What the channel has heard of one incident. */
export type Told = {
  readonly reason: Reason;
  readonly at: number;
  /** The cause that the incident was named after. */
  readonly cause: CauseId;
  /** Failures that clients saw or may have seen, as last told. */
  readonly alarming: number;
  /** Peers that were named. */
  readonly peers: number;
  readonly acknowledged: boolean;
  readonly resolved: boolean;
};

/** A message is edited at most this often while nothing but the count changes. */
export const editEveryMs = 30_000;
/** Ten times as many as last told: the fault has grown by an order of magnitude. */
const worsenedFactor = 10;

/** The reason to speak now, or undefined. Silence is the usual answer, and as much a decision. */
export function reasonToTell(
  incident: Incident,
  peers: number,
  told: Told | undefined,
  now: number,
): Reason | undefined {
  const resolved = incident.state.name === 'resolved';
  if (incident.number === null) return undefined;
  // What was over before anybody heard of it belongs into the report.
  if (told === undefined) return resolved ? undefined : 'opened';
  if (resolved) return told.resolved ? undefined : 'recovered';
  if (told.resolved) return 'reopened';
  if (incident.acknowledged !== null && !told.acknowledged) return 'acknowledged';
  if (rootCause(incident) !== told.cause) return 'cause-changed';
  const count = alarmingOf(incident);
  if (count >= told.alarming * worsenedFactor) return 'worsened';
  if (now - told.at < editEveryMs) return undefined;
  if (peers > told.peers) return 'spread';
  return count === told.alarming ? undefined : 'still-failing';
}

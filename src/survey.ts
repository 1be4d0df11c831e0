import { alarmingOf, type Incident, rootCause } from './incident.js';
import { factsOf, peersOf } from './incident-facts.js';
import type { Ledger } from './ledger.js';
import { type Reason, reasonToTell, type Told } from './notification.js';
import type { Decision, Letter } from './outbox.js';
import { alertView } from './views/alert.js';
import { threadView } from './views/thread.js';

/** What the survey looks at besides the incidents. */
export type Scene = {
  readonly ledger: Ledger;
  /** What the channel has heard of an incident so far. */
  readonly told: (incident: number) => Told | undefined;
  readonly now: number;
  /** IANA zone of times that people read. */
  readonly zone: string;
};

/** Reasons that deserve a line of their own in the thread; the others only edit the message. */
const threadReasons: ReadonlySet<Reason> = new Set(['worsened', 'cause-changed', 'recovered', 'reopened']);

/** What the channel should hear now, for each incident that has something new to tell. */
export function survey(incidents: readonly Incident[], scene: Scene): readonly Decision[] {
  return incidents.flatMap((incident) => decisionOn(incident, scene) ?? []);
}

function decisionOn(incident: Incident, { ledger, told, now, zone }: Scene): Decision | undefined {
  const before = told(incident.id);
  if (incident.number === null || (incident.state.name === 'resolved' && before?.resolved !== false))
    return undefined;
  const reason = reasonToTell(incident, peersOf(incident, ledger, now).length, before, now);
  if (reason === undefined) return undefined;
  // Gathered only when there is something to tell: this is asked every second.
  const facts = factsOf(incident, ledger, now);

  const letters: Pick<Letter, 'what' | 'message'>[] = [
    {
      what: { name: 'incident', incident: incident.id, sequence: now, reason },
      message: alertView(facts, now, zone),
    },
  ];
  if (threadReasons.has(reason)) {
    letters.push({
      what: { name: 'thread', incident: incident.id, sequence: now, reason },
      message: threadView(reason, facts, now, zone),
    });
  }
  return {
    incident: incident.id,
    letters,
    told: {
      reason,
      at: now,
      cause: rootCause(incident),
      alarming: alarmingOf(incident),
      peers: Math.max(facts.peers.length, before?.peers ?? 0),
      acknowledged: incident.acknowledged !== null,
      resolved: incident.state.name === 'resolved',
    },
  };
}

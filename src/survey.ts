import { alarmingOf, type Incident, rootCause } from './incident.js';
import { audibleOf, factsOf, peersOf } from './incident-facts.js';
import type { Ledger } from './ledger.js';
import type { Manners } from './manners.js';
import {
  deservesBroadcast,
  isSpread,
  type Reason,
  reasonToTell,
  type Situation,
  type Told,
} from './notification.js';
import type { Decision, Letter } from './outbox.js';
import { ownersOf } from './owners.js';
import { isQuiet } from './quiet-hours.js';
import { covers, isActive, type Silence } from './silence.js';
import { alertView } from './views/alert.js';
import { threadView } from './views/thread.js';

/** What the survey looks at besides the incidents. */
export type Scene = {
  readonly ledger: Ledger;
  /** What the channel has heard of an incident so far. */
  readonly told: (incident: number) => Told | undefined;
  /** Those that last, and those that ended lately. */
  readonly silences: readonly Silence[];
  readonly manners: Manners;
  readonly now: number;
  /** IANA zone of times that people read. */
  readonly zone: string;
};

/** Reasons that deserve a line of their own in the thread; the others only edit the message. */
const threadReasons: ReadonlySet<Reason> = new Set([
  'worsened',
  'cause-changed',
  'escalated',
  'silenced',
  'silence-ended',
  'recovered',
  'reopened',
]);

/** What the channel should hear now, for each incident that has something new to tell. */
export function survey(incidents: readonly Incident[], scene: Scene): readonly Decision[] {
  return incidents.flatMap((incident) => decisionOn(incident, scene) ?? []);
}

function decisionOn(incident: Incident, scene: Scene): Decision | undefined {
  const { ledger, told, manners, now, zone } = scene;
  const before = told(incident.id);
  if (incident.number === null || (incident.state.name === 'resolved' && before?.resolved !== false))
    return undefined;
  const situation = situationOf(incident, scene);
  const reason = reasonToTell(situation, before, now);
  if (reason === undefined) return undefined;
  // Gathered only when there is something to tell: this is asked every second.
  const facts = factsOf(incident, ledger, now);
  const called = {
    upstreams: facts.upstreams,
    routes: facts.routes.flatMap(({ key }) => key ?? []),
  };
  const owners = ownersOf(called, manners.owners);

  const letters: Pick<Letter, 'what' | 'message'>[] = [
    {
      what: { name: 'incident', incident: incident.id, sequence: now, reason },
      message: alertView(facts, now, zone, owners),
    },
  ];
  if (isForThread(reason, incident, before, situation)) {
    const broadcast = deservesBroadcast(reason, before, now);
    letters.push({
      what: { name: 'thread', incident: incident.id, sequence: now, reason, broadcast },
      message: threadView(reason, facts, now, zone, owners),
    });
  }
  return { incident: incident.id, letters, told: toldNow(situation, reason, before, now) };
}

function situationOf(incident: Incident, { ledger, silences, manners, now, zone }: Scene): Situation {
  return {
    incident,
    peers: peersOf(incident, ledger, now).length,
    silence: silenceOf(incident, silences, ledger, now),
    quiet: isQuiet(manners.quietHours, now, zone),
    escalateMs: manners.escalateMs,
  };
}

/** Whether it is silenced, or was until now: then it is told that it still fails. */
function silenceOf(
  incident: Incident,
  silences: readonly Silence[],
  ledger: Ledger,
  now: number,
): Situation['silence'] {
  if (silences.length === 0) return 'none';
  const audible = audibleOf(incident, ledger, now);
  const covering = silences.filter(({ of }) => covers(of, audible));
  if (covering.some((silence) => isActive(silence, now))) return 'active';
  const began = incident.state.name === 'watching' ? now : incident.state.openedAt;
  return covering.some(({ from, until }) => until !== null && from <= now && until > began && until <= now)
    ? 'ended'
    : 'none';
}

function isForThread(
  reason: Reason,
  incident: Incident,
  before: Told | undefined,
  { silence }: Situation,
): boolean {
  if (before === undefined || silence === 'active') return reason === 'silenced';
  return threadReasons.has(reason) || (reason === 'spread' && isSpread(incident, before));
}

function toldNow(
  { incident, peers, silence }: Situation,
  reason: Reason,
  before: Told | undefined,
  now: number,
): Told {
  const grown = before === undefined || isSpread(incident, before);
  return {
    reason,
    at: now,
    cause: rootCause(incident),
    severity: incident.severity,
    alarming: alarmingOf(incident),
    peers: Math.max(peers, before?.peers ?? 0),
    upstreams: grown ? incident.branches.length : before.upstreams,
    acknowledged: incident.acknowledged !== null,
    escalated: reason === 'escalated' || (before?.escalated === true && reason !== 'reopened'),
    silenced: silence === 'active',
    resolved: incident.state.name === 'resolved',
  };
}

import type { Incident } from '../incidents/incident.js';
import type { Ledger } from '../report/repository.js';
import { factsOf, peersOf } from '../report/summary/incident.js';
import { alertView } from './alert-message.js';
import { verdictOn } from './decide.js';
import type { Decision, Letter } from './outbox.js';
import { ownersOf } from './owners.js';
import { isQuiet, type Manners } from './policy.js';
import type { Situation, Told } from './reason.js';
import { audibleOf, hushOf, type Silence, silenceOver } from './silence.js';
import { threadView } from './thread-message.js';

/** What the survey looks at besides the incident. */
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

/** What the channel should hear of an incident now; undefined when there is nothing new to tell. */
export function survey(incident: Incident, scene: Scene): Decision | undefined {
  const { ledger, told, silences, manners, now, zone } = scene;
  const before = told(incident.id);
  if (incident.number === null || (incident.state.name === 'resolved' && before?.resolved !== false))
    return undefined;
  const verdict = verdictOn(situationOf(incident, scene), before, now);
  if (verdict === undefined) return undefined;
  const { reason, thread, told: toldNow } = verdict;
  // Gathered only when there is something to tell: this is asked every second.
  const facts = factsOf(incident, ledger, now);
  const routes = facts.routes.flatMap(({ key }) => key ?? []);
  const owners = ownersOf({ upstreams: facts.upstreams, routes }, manners.owners);
  const silence =
    silences.length === 0 ? undefined : silenceOver(audibleOf(incident, ledger, now), silences, now);
  const standing = { owners, silence, partsTold: before?.parts ?? 0 };

  const letters: Pick<Letter, 'what' | 'message'>[] = [
    {
      what: { name: 'incident', incident: incident.id, sequence: now, reason },
      message: alertView(facts, now, zone, standing),
    },
  ];
  if (thread !== 'none') {
    const broadcast = thread === 'broadcast';
    letters.push({
      what: { name: 'thread', incident: incident.id, sequence: now, reason, broadcast },
      message: threadView(reason, facts, now, zone, standing),
    });
  }
  return { incident: incident.id, letters, told: toldNow };
}

function situationOf(incident: Incident, { ledger, silences, manners, now, zone }: Scene): Situation {
  const began = incident.state.name === 'watching' ? now : incident.state.openedAt;
  return {
    incident,
    // Asked every second: where whole upstreams are counted, their peers are no news.
    peers: incident.branches.length === 1 ? peersOf(incident, ledger, now).length : 0,
    parts: ledger.kin(incident).parts.length,
    silence: silences.length === 0 ? 'none' : hushOf(audibleOf(incident, ledger, now), silences, began, now),
    quiet: isQuiet(manners.quietHours, now, zone),
    escalateMs: manners.escalateMs,
  };
}

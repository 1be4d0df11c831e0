import type { Clock } from '../../base/calendar.js';
import { type Incident, incidentName } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, code, moment, person, say } from '../../render/rich-text.js';
import { incidentLine } from '../../report/words/incident-line.js';
import type { Command } from '../answer.js';
import { incidentFor, isAbout, type Scope, scopeOf } from '../scope.js';
import { plainView } from './answer-view.js';

/** `who's on it?` */
export const owner: Command<'owner'> = {
  what: 'owner',
  usage: 'who is on it? [BG-142]',
  help: 'who has taken on what is open',
  answer: (question, context) => {
    const named = question.incident === null ? undefined : incidentFor(question, context);
    const open = context.ledger.openIncidents().filter((incident) => isAbout(incident, question.of));
    return { message: ownerView(named === undefined ? open : [named], scopeOf(question, context), context) };
  },
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

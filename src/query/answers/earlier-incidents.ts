import type { Clock } from '../../base/calendar.js';
import { counted } from '../../base/format-number.js';
import { type Incident, incidentName } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, code, type Phrase, say } from '../../render/rich-text.js';
import { incidentLine } from '../../report/words/incident-line.js';
import { upstreamCode } from '../../report/words/names.js';
import type { Command, Context } from '../answer.js';
import { incidentFor, type Scope, scopeOfIncident } from '../scope.js';
import { plainView } from './answer-view.js';
import { noIncidentView } from './why.js';

/** `what did we do last time?`: earlier incidents of the same kind, and what was noted then. */
export const before: Command<'before'> = {
  what: 'before',
  usage: 'what did we do last time? [BG-142]',
  help: 'earlier incidents of the same cause at the same upstream, with what was noted',
  answer: (question, context) => {
    const incident = incidentFor(question, context);
    if (incident === undefined) {
      return { message: noIncidentView(question.incident ?? undefined, undefined, context) };
    }
    const earlier = context.ledger
      .earlier(incident, earlierMax)
      .map((one) => ({ incident: one, words: notesOf(one, context) }));
    return { message: beforeView(incident, earlier, scopeOfIncident(incident, {}, context), context) };
  },
};

const earlierMax = 5;
const notesMax = 3;

const notesOf = ({ id }: Incident, { ledger }: Context): readonly string[] =>
  ledger
    .timeline(id)
    .flatMap(({ what }) => (what.name === 'noted' ? [what.text] : []))
    .slice(-notesMax);

/** What an upstream's failures of this cause were like before, and what ended them. */
export function beforeView(
  incident: Incident,
  earlier: readonly { readonly incident: Incident; readonly words: readonly string[] }[],
  scope: Scope,
  clock: Clock,
): Message {
  const items = earlier.map(
    (one): Phrase => [
      ...incidentLine(one.incident, clock),
      ...one.words.flatMap((words): Phrase => ['\n', ...say`“${words}”`]),
    ],
  );
  return plainView(
    {
      lead:
        earlier.length === 0
          ? say`${incidentName(incident)} is the first of its kind at ${upstreamCode(incident.upstream)} that is on record.`
          : say`Before ${incidentName(incident)} this happened ${bold(counted(earlier.length, 'time'))} at ${upstreamCode(incident.upstream)}.`,
      lines: [
        earlier.every(({ words }) => words.length === 0)
          ? say`Nobody noted what was done; next time: ${code(`note ${incidentName(incident)} rolled back`)}.`
          : undefined,
      ],
      list: { title: '', items },
    },
    scope,
    clock,
  );
}

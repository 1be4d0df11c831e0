import type { Button, Ordered, PressSituation } from '../button.js';
import { type Incident, rootCause } from '../incident.js';
import { audibleOf } from '../incident-facts.js';
import { noNames } from '../ledger.js';
import { understand } from '../question/understand.js';
import { type SilenceOf, silenceOver } from '../silence.js';
import { fields, scopes, silenceModal } from '../views/modal-silence.js';
import { orderView } from '../views/order.js';

/** Keeps the channel from hearing of an incident for a while, or ends that. */
export const silence: Button = {
  does: 'silence',
  press: (incident, { choice }, situation) => {
    if (choice === 'end') return ending(incident, situation);
    const until = terms.get(choice);
    if (until === undefined) return { view: silenceModal(incident, situation.channel) };
    return silencing(usualScope(incident), until === null ? null : situation.now + until, '', situation);
  },
  submit: (incident, given, situation) => {
    const scope = scopes(incident).find(({ id }) => id === given[fields.scope]);
    const until = untilOf(given[fields.term]?.trim() ?? '', situation);
    if (scope === undefined) return { problems: { [fields.scope]: 'Choose what to silence.' } };
    if (until === undefined) return { problems: { [fields.term]: notATerm } };
    if (until !== null && until - situation.now > longestMs)
      return { problems: { [fields.term]: 'Thirty days at most: a longer one would be forgotten.' } };
    return silencing(scope.of, until, given[fields.reason]?.trim() ?? '', situation);
  },
};

const minuteMs = 60_000;
const terms: ReadonlyMap<string, number | null> = new Map([
  ['30m', 30 * minuteMs],
  ['2h', 120 * minuteMs],
  ['8h', 480 * minuteMs],
  ['open', null],
]);
const longestMs = 30 * 1440 * minuteMs;
const notATerm = 'Say it like 90 min, 2 h or until 09:00, or leave it empty.';

/** One upstream is silenced as such; of several, what they have in common. */
const usualScope = (incident: Incident): SilenceOf =>
  scopes(incident)[0]?.of ?? { name: 'cause', cause: rootCause(incident) };

function silencing(of: SilenceOf, until: number | null, reason: string, situation: PressSituation): Ordered {
  const { now, user } = situation;
  const silenced = { of, from: now, until, by: user, reason, createdAt: now };
  return { act: { name: 'silence', silence: silenced }, message: orderView.silenced(silenced, situation) };
}

function ending(incident: Incident, { ledger, silences = [], now }: PressSituation) {
  const over = silenceOver(audibleOf(incident, ledger, now), silences, now);
  return over === undefined
    ? { message: orderView.unknownSilence(null) }
    : {
        act: { name: 'unsilence', silence: over.id } as const,
        message: orderView.unsilenced(over),
      };
}

/** A term as the commands understand it; null when nothing is said, and it is to last until somebody ends it. */
function untilOf(words: string, situation: PressSituation): number | null | undefined {
  if (words === '') return null;
  const understood = understand(`quiet ${words}`, noNames, situation);
  if (understood.name !== 'understood' || understood.question.what !== 'order') return undefined;
  const { order } = understood.question;
  return order.name === 'silence' && order.of?.name === 'all' && order.reason === ''
    ? order.until
    : undefined;
}

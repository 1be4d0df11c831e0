import type { ModalView } from '@slack/types';
import { type Incident, incidentName, rootCause, upstreamsOf } from '../../incidents/incident.js';
import { audibleOf, type SilenceOf, silenceOver } from '../../notify/silence.js';
import { silencedWords } from '../../notify/silence-words.js';
import { literalOf, say } from '../../render/rich-text.js';
import { noNames } from '../../report/repository.js';
import { orderView } from '../answers/instruction.js';
import { understand } from '../language/understand.js';
import { type Button, modalPlace, type Ordered, type PressSituation } from './button.js';
import { asking, choiceField, textField } from './modal.js';

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

/** The fields of the modal. */
export const fields = { scope: 'scope', term: 'term', reason: 'reason' } as const;

/** What can be silenced about an incident, the most likely first. Ids stand for names, which come from logs. */
export function scopes(incident: Incident): readonly { readonly id: string; readonly of: SilenceOf }[] {
  const upstreams = upstreamsOf(incident);
  const [upstream] = upstreams;
  const own =
    upstreams.length === 1 && typeof upstream === 'string'
      ? [{ id: 'upstream', of: { name: 'upstream', upstream } } as const]
      : [];
  return [
    ...own,
    { id: 'cause', of: { name: 'cause', cause: rootCause(incident) } },
    { id: 'all', of: { name: 'all' } },
  ];
}

/** Asks what to silence, for how long and why. */
export const silenceModal = (incident: Incident, channel: string): ModalView =>
  asking(
    {
      name: 'silence',
      title: `Silence ${incidentName(incident)}`,
      submit: 'Silence',
      place: modalPlace(incident, channel),
    },
    [
      choiceField(
        fields.scope,
        'What',
        scopes(incident).map(({ id, of }) => ({ words: [literalOf(say`${silencedWords(of)}`)], value: id })),
        { isBegun: true },
      ),
      textField(fields.term, 'For how long', {
        optional: true,
        max_length: termCharsMax,
        hint: '90 min, 2 h, until 09:00; empty: until somebody ends it.',
      }),
      textField(fields.reason, 'Why', {
        optional: true,
        max_length: reasonCharsMax,
        hint: 'Others see it, now and when they wonder later.',
      }),
    ],
  );

const termCharsMax = 60;
const reasonCharsMax = 200;

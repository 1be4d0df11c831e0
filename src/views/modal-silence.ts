import type { ModalView } from '@slack/types';
import { modalPlace } from '../button.js';
import { type Incident, incidentName, rootCause, upstreamsOf } from '../incident.js';
import type { SilenceOf } from '../silence.js';
import { asking, choiceField, textField } from './modal.js';
import { literalOf, say } from './phrase.js';
import { silencedWords } from './silences.js';

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

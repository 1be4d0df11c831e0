import type { ModalView } from '@slack/types';
import { modalPlace } from '../button.js';
import { causeIds } from '../cause.js';
import { type Incident, incidentName, rootCause } from '../incident.js';
import { section } from './kit.js';
import { asking, choiceField, textField } from './modal.js';
import { causeTitle } from './naming.js';
import { say } from './phrase.js';

/** The fields of the modal. */
export const fields = { cause: 'cause', words: 'words' } as const;

/** Stands for a cause that is not in the catalogue. */
export const noneOfThem = 'none';

/** Asks what the cause is instead. */
export function causeModal(incident: Incident, channel: string): ModalView {
  const named = rootCause(incident);
  const others = causeIds.filter((id) => id !== named && id !== 'unknown');
  const title = `Cause of ${incidentName(incident)}`;
  const place = modalPlace(incident, channel);
  return asking({ name: 'wrong-cause', title, submit: 'Correct', place }, [
    section(say`Named “${causeTitle(named)}” until now.`),
    choiceField(fields.cause, 'It is', [
      ...others.map((id) => ({ words: [causeTitle(id)], value: id })),
      { words: ['Something else'], value: noneOfThem },
    ]),
    textField(fields.words, 'In your words', { optional: true, max_length: charsMax }),
  ]);
}

const charsMax = 500;

import type { ModalView } from '@slack/types';
import { causeIds } from '../../diagnose/cause.js';
import { type Incident, incidentName, rootCause } from '../../incidents/incident.js';
import { section } from '../../render/blocks.js';
import { say } from '../../render/rich-text.js';
import { causeTitle } from '../../report/words/names.js';
import { orderView } from '../answers/instruction.js';
import { type Button, modalPlace } from './button.js';
import { asking, choiceField, textField } from './modal.js';

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

/** Says what the cause is instead, from the catalogue or in words. */
export const wrongCause: Button = {
  does: 'correct',
  press: (incident, _, { channel }) => ({ view: causeModal(incident, channel) }),
  submit: (incident, given, situation) => {
    const chosen = given[fields.cause];
    const cause = causeIds.find((id) => id === chosen) ?? null;
    const words = given[fields.words]?.trim() ?? '';
    if (cause === null && chosen !== noneOfThem) return { problems: { [fields.cause]: 'Choose one.' } };
    if (cause === null && words === '')
      return { problems: { [fields.words]: 'Say in a few words what it was.' } };
    const act = { name: 'correct', incident: incident.id, cause, words } as const;
    return { act, message: orderView.done(act, incident, situation) };
  },
};

import type { ModalView } from '@slack/types';
import { causeIds } from '../../diagnose/causes/index.js';
import { unknownCause } from '../../diagnose/causes/unknown.js';
import { findRootCause, formatIncidentName, type Incident } from '../../incidents/incident.js';
import { section } from '../../render/blocks.js';
import { text } from '../../render/rich-text.js';
import { getCauseTitle } from '../../report/words/names.js';
import { instructionReplies } from '../answers/instruction.js';
import { type ButtonHandler, encodeModalContext } from './button.js';
import { buildInputModal, createChoiceField, createTextField } from './modal.js';

/** The fields of the modal. */
export const causeFields = { cause: 'cause', text: 'words' } as const;

/** Stands for a cause that is not in the catalogue. */
export const otherCauseValue = 'none';

/** Asks what the cause is instead. */
export function buildCauseModal(incident: Incident, channel: string): ModalView {
  const currentCause = findRootCause(incident);
  const otherCauses = causeIds.filter((id) => id !== currentCause && id !== unknownCause.id);
  const title = `Cause of ${formatIncidentName(incident)}`;
  const modalContext = encodeModalContext(incident, channel);
  return buildInputModal({ callbackId: 'wrong-cause', title, submitLabel: 'Correct', modalContext }, [
    section(text`Named “${getCauseTitle(currentCause)}” until now.`),
    createChoiceField(causeFields.cause, 'It is', [
      ...otherCauses.map((id) => ({ label: [getCauseTitle(id)], value: id })),
      { label: ['Something else'], value: otherCauseValue },
    ]),
    createTextField(causeFields.text, 'In your words', { optional: true, max_length: textCharsMax }),
  ]);
}

const textCharsMax = 500;

/** Says what the cause is instead, from the catalogue or in words. */
export const correctCauseButton: ButtonHandler = {
  actionType: 'correct-cause',
  onPress: (incident, _, { channel }) => ({ view: buildCauseModal(incident, channel) }),
  onSubmit: (incident, values, context) => {
    const choice = values[causeFields.cause];
    const cause = causeIds.find((id) => id === choice) ?? null;
    const text = values[causeFields.text]?.trim() ?? '';
    if (cause === null && choice !== otherCauseValue)
      return { problems: { [causeFields.cause]: 'Choose one.' } };
    if (cause === null && text === '')
      return { problems: { [causeFields.text]: 'Say in a few words what it was.' } };
    const action = { type: 'correct-cause', incidentId: incident.id, cause, text: text } as const;
    return { action, message: instructionReplies.applied(action, incident, context) };
  },
};

import { causeIds } from '../../diagnose/causes/index.js';
import { unknownCause } from '../../diagnose/causes/unknown.js';
import { findRootCause, formatIncidentName } from '../../incidents/incident.js';
import { section } from '../../render/blocks.js';
import { text } from '../../render/rich-text.js';
import { getCauseTitle } from '../../report/words/names.js';
import { instructionReplies } from '../answers/instruction.js';
import { buildInputModal, createChoiceField, createTextField } from './modal.js';
/** Corrects the cause of an incident, to one of the catalogue or in words. */
export const correctCauseButton = {
  name: 'wrong-cause',
  actionType: 'correct-cause',
  control: { type: 'menu', label: 'Wrong cause …' },
  onPress: (incident) => {
    const currentCause = findRootCause(incident);
    const otherCauses = causeIds.filter((id) => id !== currentCause && id !== unknownCause.id);
    return {
      view: buildInputModal(`Cause of ${formatIncidentName(incident)}`, 'Correct', [
        section(text`So far: “${getCauseTitle(currentCause)}”.`),
        createChoiceField(fieldIds.cause, 'The cause is', [
          ...otherCauses.map((id) => ({ label: [getCauseTitle(id)], value: id })),
          { label: ['Something else'], value: otherCauseValue },
        ]),
        createTextField(fieldIds.text, 'In your words', { optional: true, max_length: textCharsMax }),
      ]),
    };
  },
  onSubmit: (incident, values, context) => {
    const choice = values[fieldIds.cause];
    const cause = causeIds.find((id) => id === choice) ?? null;
    const text = values[fieldIds.text]?.trim() ?? '';
    if (cause === null && choice !== otherCauseValue)
      return { problems: { [fieldIds.cause]: 'Choose a cause.' } };
    if (cause === null && text === '')
      return { problems: { [fieldIds.text]: 'Describe the cause in a few words.' } };
    const action = { type: 'correct-cause', incidentId: incident.id, cause, text };
    return { action, message: instructionReplies.applied(action, incident, context) };
  },
};
const fieldIds = { cause: 'cause', text: 'words' };
/** The choice for a cause outside the catalogue. */
const otherCauseValue = 'none';
const textCharsMax = 500;

import { formatIncidentName } from '../../incidents/incident.js';
import { buildInputModal, createTextField } from './modal.js';
/** Adds a note to an incident. */
export const noteButton = {
  name: 'note',
  actionType: 'note',
  control: { type: 'menu', label: 'Add a note …' },
  onPress: (incident) => ({
    view: buildInputModal(`Note on ${formatIncidentName(incident)}`, 'Add', [
      createTextField(fieldIds.text, 'Note', {
        multiline: true,
        max_length: noteCharsMax,
        hint: 'It is posted in the thread and added to the timeline, with your name.',
      }),
    ]),
  }),
  onSubmit: ({ id }, values) => {
    const text = values[fieldIds.text]?.trim() ?? '';
    return text === ''
      ? { problems: { [fieldIds.text]: 'Write at least one word.' } }
      : { action: { type: 'note', incidentId: id, text } };
  },
};
const fieldIds = { text: 'words' };
/** Longer notes would be cut when they are stored. */
const noteCharsMax = 2000;

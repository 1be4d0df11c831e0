import type { ModalView } from '@slack/types';
import { formatIncidentName, type Incident } from '../../incidents/incident.js';
import { type ButtonHandler, encodeModalContext } from './button.js';
import { buildInputModal, createTextField } from './modal.js';

/** The fields of the modal. */
export const noteFields = { text: 'words' } as const;

/** Asks what to write down. */
export const buildNoteModal = (incident: Incident, channel: string): ModalView =>
  buildInputModal(
    {
      callbackId: 'note',
      title: `Note on ${formatIncidentName(incident)}`,
      submitLabel: 'Add',
      modalContext: encodeModalContext(incident, channel),
    },
    [
      createTextField(noteFields.text, 'Note', {
        multiline: true,
        max_length: noteCharsMax,
        hint: 'It goes into the thread and onto the timeline, with your name.',
      }),
    ],
  );

/** Longer ones would be cut when they are stored. */
const noteCharsMax = 2000;

/** Writes something down beside an incident. */
export const noteButton: ButtonHandler = {
  actionType: 'note',
  onPress: (incident, _, { channel }) => ({ view: buildNoteModal(incident, channel) }),
  onSubmit: ({ id }, values) => {
    const text = values[noteFields.text]?.trim() ?? '';
    return text === ''
      ? { problems: { [noteFields.text]: 'Write at least a word.' } }
      : { action: { type: 'note', incidentId: id, text } };
  },
};

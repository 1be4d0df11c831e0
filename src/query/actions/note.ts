import type { ModalView } from '@slack/types';
import { type Incident, incidentName } from '../../incidents/incident.js';
import { type Button, modalPlace } from './button.js';
import { asking, textField } from './modal.js';

/** The fields of the modal. */
export const fields = { words: 'words' } as const;

/** Asks what to write down. */
export const noteModal = (incident: Incident, channel: string): ModalView =>
  asking(
    {
      name: 'note',
      title: `Note on ${incidentName(incident)}`,
      submit: 'Add',
      place: modalPlace(incident, channel),
    },
    [
      textField(fields.words, 'Note', {
        multiline: true,
        max_length: charsMax,
        hint: 'It goes into the thread and onto the timeline, with your name.',
      }),
    ],
  );

/** Longer ones would be cut when they are stored. */
const charsMax = 2000;

/** Writes something down beside an incident. */
export const note: Button = {
  does: 'note',
  press: (incident, _, { channel }) => ({ view: noteModal(incident, channel) }),
  submit: ({ id }, given) => {
    const words = given[fields.words]?.trim() ?? '';
    return words === ''
      ? { problems: { [fields.words]: 'Write at least a word.' } }
      : { act: { name: 'note', incident: id, words } };
  },
};

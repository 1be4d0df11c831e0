import type { Button } from '../button.js';
import { fields, noteModal } from '../views/modal-note.js';

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

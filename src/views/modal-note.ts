import type { ModalView } from '@slack/types';
import { modalPlace } from '../button.js';
import { type Incident, incidentName } from '../incident.js';
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

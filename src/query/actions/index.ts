import type { ButtonName } from '../../notify/incident-buttons.js';
import { acknowledge } from './acknowledge.js';
import type { Button } from './button.js';
import { wrongCause } from './correct-cause.js';
import { mergeInto } from './merge.js';
import { note } from './note.js';
import { resolve } from './resolve.js';
import { lines } from './show-lines.js';
import { silence } from './silence.js';

/** What each button of an incident's message does. */
export const buttons: Readonly<Record<ButtonName, Button>> = {
  acknowledge,
  silence,
  lines,
  resolve,
  merge: mergeInto,
  'wrong-cause': wrongCause,
  note,
};

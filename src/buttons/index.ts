import type { Button, ButtonName } from '../button.js';
import { acknowledge } from './acknowledge.js';
import { lines } from './lines.js';
import { mergeInto } from './merge.js';
import { note } from './note.js';
import { resolve } from './resolve.js';
import { silence } from './silence.js';
import { wrongCause } from './wrong-cause.js';

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

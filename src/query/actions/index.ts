import type { ButtonName } from '../../notify/incident-buttons.js';
import { acknowledgeButton } from './acknowledge.js';
import type { ButtonHandler } from './button.js';
import { correctCauseButton } from './correct-cause.js';
import { mergeButton } from './merge.js';
import { noteButton } from './note.js';
import { resolveButton } from './resolve.js';
import { showLinesButton } from './show-lines.js';
import { silenceButton } from './silence.js';

/** What each button of an incident's message does. */
export const buttonHandlers: Readonly<Record<ButtonName, ButtonHandler>> = {
  acknowledge: acknowledgeButton,
  silence: silenceButton,
  lines: showLinesButton,
  resolve: resolveButton,
  merge: mergeButton,
  'wrong-cause': correctCauseButton,
  note: noteButton,
};

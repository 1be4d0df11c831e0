import { acknowledgeButton } from './acknowledge.js';
import { correctCauseButton } from './correct-cause.js';
import { mergeButton } from './merge.js';
import { noteButton } from './note.js';
import { resolveButton } from './resolve.js';
import { showLinesButton } from './show-lines.js';
import { silenceButton } from './silence.js';
import { whatHelpedButton } from './what-helped.js';
/** Every button of an incident's message, in the order in which it shows them. */
export const buttonHandlers = [
  acknowledgeButton,
  silenceButton,
  showLinesButton,
  resolveButton,
  noteButton,
  correctCauseButton,
  mergeButton,
  whatHelpedButton,
];

import type { Command } from '../command.js';
import { silencesView } from '../views/silences.js';

/** `silences`: what the channel asked not to hear. */
export const silences: Command<'silences'> = {
  what: 'silences',
  usage: 'silences',
  help: 'what is silenced now, by whom and until when',
  answer: (_, context) => ({ message: silencesView(context.silences ?? [], context) }),
};

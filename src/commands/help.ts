import type { Command } from '../command.js';
import { helpView } from '../views/help.js';

/** `help`, of the commands that there are. */
export const helpOf = (commands: () => readonly Pick<Command, 'usage' | 'help'>[]): Command<'help'> => ({
  what: 'help',
  usage: 'help',
  help: 'this list',
  answer: () => ({ message: helpView(commands()) }),
});

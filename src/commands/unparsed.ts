import type { Command } from '../command.js';
import { scopeOf } from '../scope.js';
import { unparsedView } from '../views/coverage-answer.js';

/** `unparsed lines`: what of the logs was not understood. */
export const unparsed: Command<'unparsed'> = {
  what: 'unparsed',
  usage: 'unparsed lines',
  help: 'records that were not understood, file by file, with examples',
  answer: (question, context) => ({ message: unparsedView(scopeOf(question, context), context) }),
};

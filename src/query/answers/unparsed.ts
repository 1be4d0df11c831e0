import type { Clock } from '../../base/calendar.js';
import { counted, percent } from '../../base/format-number.js';
import type { Message } from '../../render/message.js';
import { bold, code, type Phrase, say } from '../../render/rich-text.js';
import type { Command } from '../answer.js';
import { type Scope, scopeOf } from '../scope.js';
import { plainView } from './answer-view.js';

/** Records that nothing could read, file by file. */
export function unparsedView(scope: Scope, clock: Clock): Message {
  const files = scope.coverage.filter(({ unparsed }) => unparsed > 0);
  const unparsed = files.reduce((sum, file) => sum + file.unparsed, 0);
  const items = files.map(
    (file): Phrase =>
      say`${code(file.file)}: ${file.unparsed} of ${counted(file.records, 'record')}, ${percent(file.unparsed, file.records)}`,
  );
  return plainView(
    {
      lead:
        unparsed === 0
          ? say`${bold('None')}: every record was understood.`
          : say`${bold(counted(unparsed, 'record'))} not understood, in ${counted(files.length, 'file')}.`,
      list: { title: '', items: items.slice(0, filesShown) },
      records: files.flatMap(({ examples }) => examples.map(({ text }) => text)).slice(0, examplesShown),
      tone: unparsed === 0 ? 'good' : 'neutral',
    },
    scope,
    clock,
  );
}

const filesShown = 10;
const examplesShown = 5;

/** `unparsed lines`: what of the logs was not understood. */
export const unparsed: Command<'unparsed'> = {
  what: 'unparsed',
  usage: 'unparsed lines',
  help: 'records that were not understood, file by file, with examples',
  answer: (question, context) => ({ message: unparsedView(scopeOf(question, context), context) }),
};

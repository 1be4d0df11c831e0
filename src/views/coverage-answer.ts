import type { Clock } from '../calendar.js';
import { counted, percent } from '../figures.js';
import type { Message } from '../message.js';
import type { Scope } from '../scope.js';
import { bold, code, joined, type Phrase, say } from './phrase.js';
import { plainView } from './plain.js';

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

/** Log fields that would have told more, by how many of the latest failures want them. */
export function lacksView(lacks: readonly Lack[], looked: number, scope: Scope, clock: Clock): Message {
  const [first] = lacks;
  return plainView(
    {
      lead:
        first === undefined
          ? say`${bold('None')}: the latest ${counted(looked, 'failure')} would not be told better by another field.`
          : say`${bold(first.field)} would tell more of ${first.count} of the latest ${counted(looked, 'failure')}.`,
      lines: [
        first === undefined
          ? undefined
          : say`Add to the log format: ${joined(
              lacks.map(({ field }) => [code(field)]),
              ' ',
            )}; ${code('badgateway check')} says what each format lacks.`,
      ],
      list: {
        title: '',
        items: lacks.map(({ field, count }) => say`${code(field)}: ${counted(count, 'failure')}`),
      },
    },
    scope,
    clock,
  );
}

/** A field, and how many failures want it. */
export type Lack = { readonly field: string; readonly count: number };

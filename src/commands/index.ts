import type { Command, Context } from '../command.js';
import { nearest } from '../edit-distance.js';
import type { Message } from '../message.js';
import { wordsOf } from '../question.js';
import { helpView, puzzledView } from '../views/help.js';
import { report } from './report.js';
import { status } from './status.js';
import { top } from './top.js';
import { why } from './why.js';

const help: Command = {
  name: 'help',
  usage: 'help',
  help: 'this list',
  understands: [],
  answer: () => helpView(commands),
};

/** The catalogue, in the order in which help tells of it. */
export const commands: readonly Command[] = [status, top, why, report, help];

/** The answer to what somebody asked, in Slack or in a terminal. Nothing asked means: how do things stand? */
export function answer(text: string, context: Context): Message {
  const words = wordsOf(text);
  const [asked, rest] = asking(words);
  if (asked === undefined) return puzzledView(text, corrected(words), commands);
  const isClear = rest.every((word) => understands(asked, word));
  return isClear ? asked.answer(rest, context) : puzzledView(text, corrected(words), commands);
}

/** Which command the words call, and its other words. Its name may stand anywhere, or be understood from the rest. */
function asking(words: readonly string[]): readonly [Command | undefined, readonly string[]] {
  const at = words.findIndex((word) => byName(word) !== undefined);
  if (at >= 0) return [byName(words[at] ?? ''), without(words, at)];
  return [unnamed.find((command) => words.every((word) => understands(command, word))), words];
}

/** Commands that need no name: `yesterday` is a report, `BG-142` asks why, `causes 2h` is a top list. Nothing is a status. */
const unnamed: readonly Command[] = [status, report, why, top];

/** The question as it was probably meant; undefined when that is anybody's guess. */
function corrected(words: readonly string[]): string | undefined {
  const named = words.findIndex((word) => byName(word) !== undefined);
  const at = named >= 0 ? named : words.findIndex((word) => nearest(word, names()) !== undefined);
  const command = byName(nearest(words[at] ?? '', names()) ?? '') ?? likeliest(words);
  if (command === undefined) return undefined;
  const others = without(words, at).flatMap((word) => meant(command, word) ?? []);
  return [command.name, ...others].join(' ');
}

/** The unnamed command that makes sense of most words; undefined when none makes sense of any. */
function likeliest(words: readonly string[]): Command | undefined {
  const sense = (command: Command) => words.filter((word) => meant(command, word) !== undefined).length;
  const [best] = [...unnamed].sort((one, other) => sense(other) - sense(one));
  return best !== undefined && sense(best) > 0 ? best : undefined;
}

const byName = (word: string) => commands.find(({ name }) => name === word);
const names = () => commands.map(({ name }) => name);
const without = (words: readonly string[], index: number) => words.filter((_, at) => at !== index);

const understands = ({ understands: known }: Command, word: string): boolean =>
  known.some((entry) => (typeof entry === 'string' ? entry === word : entry.test(word)));

const meant = (command: Command, word: string): string | undefined =>
  understands(command, word)
    ? word
    : nearest(
        word,
        command.understands.filter((entry) => typeof entry === 'string'),
      );

import type { Command } from '../command.js';
import type { Message } from '../message.js';
import { list, message, section } from './kit.js';
import { code, type Phrase, say } from './phrase.js';

/** What can be asked, and how to say it. */
export function helpView(commands: readonly Pick<Command, 'usage' | 'help'>[]): Message {
  const opening = say`Ask after the slash command, in a mention, or with ${code('badgateway ask')} in a terminal:`;
  return message({
    text: say`You can ask for ${commands.map(({ usage }) => usage).join(', ')}.`,
    tone: 'neutral',
    blocks: [section(opening), list('', 'bullet', commands.map(usageWords))],
  });
}

/** What is said when a question is not understood: what was probably meant, or else an example of each command. */
export function puzzledView(asked: string, meant: string | undefined, commands: readonly Command[]): Message {
  const puzzled = say`I do not understand ${code(asked)}.`;
  const line = meant === undefined ? puzzled : say`${puzzled} Did you mean ${code(meant)}?`;
  return message({
    text: line,
    tone: 'neutral',
    blocks: [
      section(line),
      meant === undefined ? list('You can ask', 'bullet', commands.map(usageWords)) : undefined,
    ],
  });
}

const usageWords = ({ usage, help }: Pick<Command, 'usage' | 'help'>): Phrase => say`${code(usage)} ${help}`;

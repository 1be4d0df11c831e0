import { aboveBasis, context, list, message, section } from '../../render/blocks.js';
import { button } from '../../render/controls.js';
import type { Message } from '../../render/message.js';
import { code, joined, type Phrase, say } from '../../render/rich-text.js';
import type { Command } from '../answer.js';
import type { Slip } from '../language/correct-spelling.js';
import type { Understood } from '../language/understand.js';

type Entry = Pick<Command, 'usage' | 'help'>;

/** What can be asked, and how to say it. */
export function helpView(commands: readonly Entry[]): Message {
  const opening = say`Ask after the slash command, in a mention, or with ${code('badgateway ask')} in a terminal:`;
  const narrowing = say`Most can be narrowed: ${code('502')} ${code('payments-api')} ${code('/api/pay')} ${code('POST')} ${code('timeouts')} ${code('shop-b.example')} ${code('10.0.0.7')} ${code('nginx')}, and timed: ${code('last 15m')} ${code('since 2')} ${code('last night')} ${code('between 02:00 and 03:00')} ${code('last tuesday')} ${code('since the deploy')}.`;
  return message({
    text: say`You can ask for ${commands.map(({ usage }) => usage).join(', ')}.`,
    tone: 'neutral',
    blocks: [section(opening), list('', 'bullet', commands.map(usageWords)), section(narrowing)],
  });
}

/** What is said when a question is not understood: what was probably meant, or else an example of each command. */
export function puzzledView(
  { asked, strangers, meant }: Extract<Understood, { name: 'puzzled' }>,
  commands: readonly Entry[],
): Message {
  const [stranger] = strangers;
  const puzzled =
    stranger === undefined
      ? say`I do not understand ${code(asked)}.`
      : say`Nothing here is called ${code(stranger)}: no upstream, host, peer or client of the last days. Machines that write logs cannot be asked for.`;
  const line = meant === undefined ? puzzled : say`${puzzled} Did you mean ${code(meant)}?`;
  return message({
    text: line,
    tone: 'neutral',
    blocks: [
      section(line),
      meant === undefined && stranger === undefined
        ? list('You can ask', 'bullet', commands.map(usageWords))
        : undefined,
    ],
  });
}

/** The answer with a word on what was read as something else, above how it was counted. */
export function withSlips(answer: Message, slips: readonly Slip[]): Message {
  const note = context(
    slips.length === 0
      ? undefined
      : joined(
          slips.map(({ said, read }) => say`Read ${code(said.text)} as ${code(read)}`),
          ', ',
        ),
  );
  return aboveBasis(answer, note);
}

/** The answer with buttons for what is asked next: the lines behind a number, and all of it as CSV. */
export function withFollowUps(answer: Message, asked: string, isCounted: boolean): Message {
  const question = asked.slice(0, askedCharsMax);
  const elements = [
    ...(isCounted ? [button('Lines', 'ask:lines', `lines ${question}`)] : []),
    button('CSV', 'ask:csv', `${question} as csv`),
  ];
  return aboveBasis(answer, { type: 'actions', elements });
}

/** A question is never longer. */
const askedCharsMax = 500;

const usageWords = ({ usage, help }: Entry): Phrase => say`${code(usage)} ${help}`;

/** What cannot be answered here, and what can be asked or typed instead. */
export function missingView(what: string, instead: readonly string[]): Message {
  const line = say`${what} is not made here.`;
  return message({
    text: line,
    tone: 'neutral',
    blocks: [
      section(line),
      list(
        'Instead',
        'bullet',
        instead.map((words) => [code(words)]),
      ),
    ],
  });
}

/** `help`, of the commands that there are. */
export const helpOf = (commands: () => readonly Pick<Command, 'usage' | 'help'>[]): Command<'help'> => ({
  what: 'help',
  usage: 'help',
  help: 'this list',
  answer: () => ({ message: helpView(commands()) }),
});

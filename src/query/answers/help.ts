import { buildMessage, context, insertAboveFooter, list, section } from '../../render/blocks.js';
import { button } from '../../render/controls.js';
import type { Message } from '../../render/message.js';
import { code, joinText, type RichText, text } from '../../render/rich-text.js';
import type { QuestionHandler } from '../answer.js';
import type { SpellingCorrection } from '../language/correct-spelling.js';
import type { QuestionInterpretation } from '../language/understand.js';

type HelpEntry = { readonly usage: string; readonly help: string };

/** What can be asked, and how to say it. */
export function renderHelp(entries: readonly HelpEntry[]): Message {
  const introduction = text`Ask after the slash command, in a mention, or with ${code('badgateway ask')} in a terminal:`;
  const filterExamples = text`Most can be narrowed: ${code('502')} ${code('payments-api')} ${code('/api/pay')} ${code('POST')} ${code('timeouts')} ${code('shop-b.example')} ${code('10.0.0.7')} ${code('nginx')}, and timed: ${code('last 15m')} ${code('since 2')} ${code('last night')} ${code('between 02:00 and 03:00')} ${code('last tuesday')} ${code('since the deploy')}.`;
  return buildMessage({
    text: text`You can ask for ${entries.map(({ usage }) => usage).join(', ')}.`,
    tone: 'neutral',
    blocks: [section(introduction), list('', 'bullet', entries.map(describeUsage)), section(filterExamples)],
  });
}

/** What is said when a question is not understood: what was probably meant, or else an example of each command. */
export function renderUnrecognized(
  { text: asked, unknownNames, suggestion }: Extract<QuestionInterpretation, { type: 'unrecognized' }>,
  entries: readonly HelpEntry[],
): Message {
  const [unknownName] = unknownNames;
  const explanation =
    unknownName === undefined
      ? text`I do not understand ${code(asked)}.`
      : text`Nothing here is called ${code(unknownName)}: no upstream, host, peer or client of the last days. Machines that write logs cannot be asked for.`;
  const line =
    suggestion === undefined ? explanation : text`${explanation} Did you mean ${code(suggestion)}?`;
  return buildMessage({
    text: line,
    tone: 'neutral',
    blocks: [
      section(line),
      suggestion === undefined && unknownName === undefined
        ? list('You can ask', 'bullet', entries.map(describeUsage))
        : undefined,
    ],
  });
}

/** The answer with a word on what was read as something else, above how it was counted. */
export function addCorrections(answer: Message, corrections: readonly SpellingCorrection[]): Message {
  const note = context(
    corrections.length === 0
      ? undefined
      : joinText(
          corrections.map(
            ({ original, replacement }) => text`Read ${code(original.text)} as ${code(replacement)}`,
          ),
          ', ',
        ),
  );
  return insertAboveFooter(answer, note);
}

/** The answer with buttons for what is asked next: the lines behind a number, and all of it as CSV. */
export function addFollowUpButtons(answer: Message, text: string, isCounted: boolean): Message {
  const question = text.slice(0, questionCharsMax);
  const elements = [
    ...(isCounted ? [button('Lines', 'ask:lines', `lines ${question}`)] : []),
    button('CSV', 'ask:csv', `${question} as csv`),
  ];
  return insertAboveFooter(answer, { type: 'actions', elements });
}

/** A question is never longer. */
const questionCharsMax = 500;

const describeUsage = ({ usage, help }: HelpEntry): RichText => text`${code(usage)} ${help}`;

/** What cannot be answered here, and what can be asked or typed instead. */
export function renderUnsupported(subject: string, alternatives: readonly string[]): Message {
  const line = text`${subject} is not made here.`;
  return buildMessage({
    text: line,
    tone: 'neutral',
    blocks: [
      section(line),
      list(
        'Instead',
        'bullet',
        alternatives.map((question) => [code(question)]),
      ),
    ],
  });
}

/** `help`: the other questions, and itself. */
export function createHelpHandler(others: readonly HelpEntry[]): QuestionHandler<{ type: 'help' }> {
  const helpHandler: QuestionHandler<{ type: 'help' }> = {
    type: 'help',
    phrases: ['help', 'commands', 'usage'],
    precedence: 'first',
    usage: 'help',
    help: 'this list',
    answer: () => ({ message: renderHelp([...others, helpHandler]) }),
  };
  return helpHandler;
}

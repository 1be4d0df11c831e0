import { buildMessage, list, section } from '../../render/blocks.js';
import type { Message } from '../../render/message.js';
import { code, type RichText, text } from '../../render/rich-text.js';
import type { QuestionHandler } from '../question-handler.js';

type HelpEntry = { readonly usage: string; readonly help: string };

/** Renders the list of questions. */
function renderHelp(entries: readonly HelpEntry[]): Message {
  const introduction = text`Ask after the slash command, in a mention, or with ${code('badgateway ask')} in a terminal:`;
  const filterExamples = text`Most questions can be narrowed: ${code('502')} ${code('payments-api')} ${code('/api/pay')} ${code('POST')} ${code('timeouts')} ${code('shop-b.example')} ${code('10.0.0.7')} ${code('nginx')}, and given a time: ${code('last 15m')} ${code('since 2')} ${code('last night')} ${code('between 02:00 and 03:00')} ${code('last tuesday')} ${code('since the deploy')}.`;
  const pasteExample = text`To have a log record explained, paste it after ${code('explain')}, whole or cut.`;
  return buildMessage({
    text: text`You can ask for ${entries.map(({ usage }) => usage).join(', ')}.`,
    tone: 'neutral',
    blocks: [
      section(introduction),
      list('', 'bullet', entries.map(describeUsage)),
      section(filterExamples, pasteExample),
    ],
  });
}

const describeUsage = ({ usage, help }: HelpEntry): RichText => text`${code(usage)} ${help}`;

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

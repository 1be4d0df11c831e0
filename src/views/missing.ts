import type { Message } from '../message.js';
import { list, message, section } from './kit.js';
import { code, say } from './phrase.js';

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

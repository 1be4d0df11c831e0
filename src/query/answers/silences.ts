import type { Clock } from '../../base/calendar.js';
import { counted } from '../../base/format-number.js';
import { isActive, type Silence } from '../../notify/silence.js';
import { silenceWords } from '../../notify/silence-words.js';
import { list, message, section } from '../../render/blocks.js';
import type { Message } from '../../render/message.js';
import { code, say } from '../../render/rich-text.js';
import type { Command } from '../answer.js';

/** `silences`: what the channel asked not to hear. */
export const silences: Command<'silences'> = {
  what: 'silences',
  usage: 'silences',
  help: 'what is silenced now, by whom and until when',
  answer: (_, context) => ({ message: silencesView(context.silences ?? [], context) }),
};

/** What is silenced, each with the number that ends it. */
export function silencesView(silences: readonly Silence[], clock: Clock): Message {
  const lasting = silences.filter((silence) => isActive(silence, clock.now) || silence.from > clock.now);
  const line = lasting.length === 0 ? say`Nothing is silenced.` : say`${counted(lasting.length, 'silence')}.`;
  return message({
    text: line,
    tone: 'neutral',
    blocks: [
      section(line),
      list(
        '',
        'bullet',
        lasting.map((silence) => silenceWords(silence, clock)),
      ),
      section(
        lasting.length === 0 ? undefined : say`End one with ${code(`unsilence ${lasting[0]?.id ?? ''}`)}.`,
      ),
    ],
  });
}

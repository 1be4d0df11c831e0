import { pluralize } from '../../base/format-number.js';
import { isSilencePending } from '../../notify/silence-schedule.js';
import { describeSilence } from '../../notify/silence-words.js';
import { buildMessage, list, section } from '../../render/blocks.js';
import { code, text } from '../../render/rich-text.js';
/** `silences`: active and scheduled silences. */
export const silencesHandler = {
  type: 'silences',
  phrases: ['silences', 'silenced', 'muted'],
  usage: 'silences',
  help: 'what is silenced, by whom and until when',
  answer: (_, context) => ({ message: renderSilences(context.silences ?? [], context) }),
};
/** Renders the silences, each with its number. */
function renderSilences(silences, clock) {
  const currentSilences = silences.filter((silence) => isSilencePending(silence, clock.now));
  const line =
    currentSilences.length === 0
      ? text`Nothing is silenced.`
      : text`${pluralize(currentSilences.length, 'silence')}.`;
  return buildMessage({
    text: line,
    tone: 'neutral',
    blocks: [
      section(line),
      list(
        '',
        'bullet',
        currentSilences.map((silence) => describeSilence(silence, clock)),
      ),
      section(
        currentSilences.length === 0
          ? undefined
          : text`End one with ${code(`unsilence ${currentSilences[0]?.id ?? ''}`)}.`,
      ),
    ],
  });
}

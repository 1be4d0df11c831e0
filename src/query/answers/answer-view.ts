import type { Clock } from '../../base/calendar.js';
import { context, header, list, message, preformatted, records, section } from '../../render/blocks.js';
import type { Message, Tone } from '../../render/message.js';
import { literalOf, moment, type Phrase, say } from '../../render/rich-text.js';
import { basisWords } from '../../report/words/coverage.js';
import { aboutWords } from '../../report/words/filter.js';
import type { Scope } from '../scope.js';

/** The parts of an answer, the most important first; most answers need few of them. */
export type PlainAnswer = {
  /** One sentence that answers, for a phone's lock screen too. */
  readonly lead: Phrase;
  readonly title?: Phrase;
  readonly lines?: readonly (Phrase | undefined)[];
  readonly list?: {
    readonly title: string;
    readonly style?: 'bullet' | 'ordered';
    readonly items: readonly Phrase[];
  };
  readonly columns?: string;
  readonly records?: readonly string[];
  readonly tone?: Tone;
};

/** An answer that says in one sentence what was asked, then why, and always how it was counted. */
export function plainView(
  { lead, title, lines = [], list: listed, columns, records: texts = [], tone = 'neutral' }: PlainAnswer,
  scope: Scope,
  clock: Clock,
): Message {
  return message({
    text: lead,
    tone,
    blocks: [
      title === undefined ? undefined : header(title),
      section(lead, ...lines),
      columns === undefined ? undefined : preformatted('', columns),
      listed === undefined ? undefined : list(listed.title, listed.style ?? 'bullet', listed.items),
      records('Records', texts),
      context(...scopeWords(scope, clock)),
    ],
  });
}

/** How it was counted: window, filters, from when on where that is later, and how much of the logs was understood. */
export function scopeWords({ window, of, from, coverage }: Scope, clock: Clock): readonly Phrase[] {
  const [time, ...understood] = basisWords(window, coverage, clock);
  const about = aboutWords(of);
  return [
    ...(time === undefined ? [] : [time]),
    ...(about.length === 0 ? [] : [say`only ${literalOf(about)}`]),
    ...(from > window.span.from
      ? [say`complete only from ${moment(from, clock)} on, as it takes single failures to tell`]
      : []),
    ...understood,
  ];
}

/** A short answer about what somebody asked in vain, or is still to say. */
export const sentenceView = (line: Phrase, tone: Tone = 'neutral'): Message =>
  message({ text: line, tone, blocks: [section(line)] });

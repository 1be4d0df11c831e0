import type { Clock } from '../../base/calendar.js';
import { buildMessage, context, header, list, preformatted, records, section } from '../../render/blocks.js';
import type { Message, Tone } from '../../render/message.js';
import { code, type RichText, text, timestamp, toPlainText } from '../../render/rich-text.js';
import { describeCoverage } from '../../report/words/coverage.js';
import { describeFilter } from '../../report/words/filter.js';
import type { QueryScope } from '../scope.js';

/** The parts of an answer, the most important first; most answers need few of them. */
export type AnswerContent = {
  /** One sentence that answers, for a phone's lock screen too. */
  readonly lead: RichText;
  readonly title?: RichText;
  readonly details?: readonly (RichText | undefined)[];
  readonly list?: {
    readonly title: string;
    readonly style?: 'bullet' | 'ordered';
    readonly items: readonly RichText[];
  };
  readonly columns?: string;
  readonly records?: readonly string[];
  readonly tone?: Tone;
};

/** An answer that says in one sentence what was asked, then why, and always how it was counted. */
export function renderAnswer(
  { lead, title, details = [], list: listed, columns, records: texts = [], tone = 'neutral' }: AnswerContent,
  scope: QueryScope,
  clock: Clock,
): Message {
  return buildMessage({
    text: lead,
    tone,
    blocks: [
      title === undefined ? undefined : header(title),
      section(lead, ...details),
      columns === undefined ? undefined : preformatted('', columns),
      listed === undefined ? undefined : list(listed.title, listed.style ?? 'bullet', listed.items),
      records('Records', texts),
      context(...describeScope(scope, clock)),
    ],
  });
}

/** How it was counted: window, filters, from when on where that is later, and how much of the logs was understood. */
export function describeScope(
  { window, filter, completeSince, coverage }: QueryScope,
  clock: Clock,
): readonly RichText[] {
  const [timeWords, ...coverageWords] = describeCoverage(window, coverage, clock);
  const filterWords = describeFilter(filter);
  return [
    ...(timeWords === undefined ? [] : [timeWords]),
    ...(filterWords.length === 0 ? [] : [text`only ${toPlainText(filterWords)}`]),
    ...(completeSince > window.span.from
      ? [text`complete only from ${timestamp(completeSince, clock)} on, as it takes single failures to tell`]
      : []),
    ...coverageWords,
  ];
}

/** A short answer about what somebody asked in vain, or is still to say. */
export const renderSentence = (sentence: RichText, tone: Tone = 'neutral'): Message =>
  buildMessage({ text: sentence, tone, blocks: [section(sentence)] });

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

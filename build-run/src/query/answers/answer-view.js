import { buildMessage, context, header, list, preformatted, records, section } from '../../render/blocks.js';
import { code, text, timestamp, toPlainText } from '../../render/rich-text.js';
import { describeCoverage, describeReadSince } from '../../report/words/coverage.js';
import { describeFilter } from '../../report/words/filter.js';
/** Renders an answer: the lead sentence, the details, and in the footer how it was counted. */
export function renderAnswer(
  { lead, title, details = [], list: listed, columns, records: texts = [], tone = 'neutral' },
  scope,
  clock,
) {
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
/** Describes how an answer was counted: period, filters, completeness, and how much of the logs was parsed. */
export function describeScope({ window, filter, completeSince, coverage, readSince }, clock) {
  const [timeWords, ...coverageWords] = describeCoverage(window, coverage, clock);
  const filterWords = describeFilter(filter);
  return [
    ...(timeWords === undefined ? [] : [timeWords]),
    ...(filterWords.length === 0 ? [] : [text`only ${toPlainText(filterWords)}`]),
    ...describeReadSince(window.span, readSince, clock),
    ...(completeSince > window.span.from
      ? [
          text`complete only since ${timestamp(completeSince, clock)}, as far back as individual failures are stored`,
        ]
      : []),
    ...coverageWords,
  ];
}
/** Renders an answer of one sentence. */
export const renderSentence = (sentence, tone = 'neutral') =>
  buildMessage({ text: sentence, tone, blocks: [section(sentence)] });
/** Renders the answer to a request for something that does not exist, with alternatives. */
export function renderUnsupported(subject, alternatives) {
  const line = text`${subject} is not available.`;
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

/**
 * Answers people: a text or a press on a button comes in, with read access to the stored data; a message goes out, and an
 * action to apply where something is to be changed. `language/` turns a text into a question, each file of `answers/`
 * answers one kind of question, and each file of `actions/` holds one button.
 */

import { pluralize } from '../base/format-number.js';
import { toSingleLine, truncate } from '../base/printable.js';
import { buildMessage, context, insertAboveFooter, section } from '../render/blocks.js';
import { button } from '../render/controls.js';
import { type CsvTable, renderCsv } from '../render/csv.js';
import type { Message } from '../render/message.js';
import { code, joinText, type RichText, text, timestamp } from '../render/rich-text.js';
import { renderSentence, renderUnsupported } from './answers/answer-view.js';
import { explainPaste, explainUnread, findPaste, type PastedRecord } from './answers/explain-paste.js';
import { type Question, questionHandlers } from './answers/index.js';
import { getOutputFormat } from './attachment.js';
import type { SpellingCorrection } from './language/correct-spelling.js';
import type { QuestionInterpretation } from './language/question-reader.js';
import { questionCharsMax } from './language/split-words.js';
import type { Answer, AnswerContext } from './question-handler.js';
import { resolveScope } from './scope.js';
import { understandQuestion } from './understand-question.js';

/** Answers a text from Slack or a terminal. The action is set if the text is an instruction. An empty text asks for the status. */
export function answerQuestion(text: string, context: AnswerContext): Answer {
  const interpretation = understandQuestion(text, context.repository.knownNames(), context);
  const paste = findPaste(text);
  const explanation = isPlainQuestion(interpretation, paste) ? undefined : explainPaste(paste, context);
  if (explanation !== undefined) return { message: explanation };
  if (interpretation.type === 'unrecognized')
    return { message: explainUnread(paste, context) ?? renderUnrecognized(interpretation) };
  const { question, corrections } = interpretation;
  const { message, ...rest } = applyOutputFormat(question, text, context);
  return { message: addCorrections(message, corrections), ...rest };
}

/** An instruction, whose free text may be a record, or a sentence that can be no paste. */
function isPlainQuestion(
  interpretation: QuestionInterpretation<Question>,
  { text, isAsked, isRecord }: PastedRecord,
): boolean {
  if (interpretation.type === 'unrecognized') return false;
  if (interpretation.question.type === 'instruction') return true;
  return !isAsked && !isRecord && text.length <= typedCharsMax && !text.includes('\n');
}

/** A question is shorter. */
const typedCharsMax = 160;

/** Answers where nothing may be changed. */
export const answerReadOnly = (text: string, { user: _, ...context }: AnswerContext): Message =>
  answerQuestion(text, context).message;

/** Answers in words, with buttons for follow-up questions, or in the format that is asked for. */
function applyOutputFormat(question: Question, text: string, context: AnswerContext): Answer {
  const handler = questionHandlers.find(({ type }) => type === question.type);
  if (handler === undefined) throw new Error(`No handler answers ${question.type}`);
  const unread = renderUnreadTime(question, context);
  if (unread !== undefined) return { message: unread };
  // The cast: the handler is the one for questions of this type.
  const { message, table, ...rest } = handler.answer(question as never, context);
  const { type, format } = question;
  if (format === null) {
    return {
      message:
        table === undefined ? message : addFollowUpButtons(message, text, handler.countsFailures === true),
      ...rest,
    };
  }
  if (format === 'csv' && table !== undefined) {
    const rows = table();
    const csv = {
      type: 'text',
      fileName: `${type}.csv`,
      title: truncate(toSingleLine(text), titleCharsMax),
      text: renderCsv(rows),
    } as const;
    return { message: addRowCount(message, rows), file: csv };
  }
  if (rest.file !== undefined && getOutputFormat(rest.file) === format) return { message, ...rest };
  return {
    message: renderUnsupported(`This answer as ${format}`, [
      'top causes today as csv',
      'report yesterday as html',
    ]),
  };
}

const titleCharsMax = 150;

/** Answers a question about a time before the first record that was read: no count of it would be true. */
function renderUnreadTime(question: Question, context: AnswerContext): Message | undefined {
  const { repository, now, timezone } = context;
  const readSince = repository.readSince();
  if (readSince === null || question.times.length === 0 || question.incidentNumber !== null) return undefined;
  const { window } = resolveScope(question, context);
  if (window.span.to > readSince) return undefined;
  return renderSentence(
    text`I had not read anything then (${window.label}): I have read the logs since ${timestamp(readSince, { now, timezone })}.`,
  );
}

/** Adds the number of attached rows to an answer, above its footer. */
function addRowCount(answer: Message, { rows, totalRows }: CsvTable): Message {
  const ofTotal = totalRows === undefined ? [] : text` of ${totalRows}, the oldest that are still stored`;
  return insertAboveFooter(answer, context(text`As CSV: ${pluralize(rows.length, 'row')}${ofTotal}`));
}

/** Adds buttons for follow-up questions: the lines behind a number, and the data as CSV. */
function addFollowUpButtons(answer: Message, text: string, isCounted: boolean): Message {
  const question = text.slice(0, questionCharsMax);
  const elements = [
    ...(isCounted ? [button('Lines', 'ask:lines', `lines ${question}`)] : []),
    button('CSV', 'ask:csv', `${question} as csv`),
  ];
  return insertAboveFooter(answer, { type: 'actions', elements });
}

/** Adds the spelling corrections to an answer, above its footer. */
function addCorrections(answer: Message, corrections: readonly SpellingCorrection[]): Message {
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

/** Renders the answer to a text that was not understood: what was not, and questions that can be asked, in one line. */
function renderUnrecognized(
  unrecognized: Extract<QuestionInterpretation, { type: 'unrecognized' }>,
): Message {
  const { suggestion } = unrecognized;
  const explanation = explainUnrecognized(unrecognized);
  const line =
    suggestion === undefined
      ? text`${explanation} Try ${joinText(
          listExamples(unrecognized).map((example) => [code(example)]),
          ', ',
        )}.`
      : text`${explanation} Did you mean ${code(suggestion)}?`;
  return buildMessage({
    text: line,
    tone: 'neutral',
    blocks: [section(line), { type: 'actions', elements: [button('Help', 'ask:help', 'help')] }],
  });
}

function explainUnrecognized({
  text: question,
  unknownWords,
  unknownNames: [unknownName],
  exclusion,
}: Extract<QuestionInterpretation, { type: 'unrecognized' }>): RichText {
  if (exclusion !== undefined)
    return text`I cannot leave anything out (${code(exclusion)}): ask for what should be counted.`;
  if (unknownName !== undefined)
    return text`Nothing here is called ${code(unknownName)}: no upstream, host, peer or client of the last days. Gateway machines cannot be used as a filter.`;
  const shown =
    unknownWords.length === 0
      ? truncate(question.trim(), quotedCharsMax)
      : unknownWords.slice(0, quotedWordsMax).join(' ');
  return text`I do not understand ${code(shown)}.`;
}

const quotedCharsMax = 60;
const quotedWordsMax = 5;

/** With an upstream of the asker's own. */
const listExamples = ({
  upstream,
}: Extract<QuestionInterpretation, { type: 'unrecognized' }>): readonly string[] =>
  upstream === undefined
    ? ['status', 'top causes today', 'how many 502s since 14:00']
    : [`why ${upstream}`, `how many 502s at ${upstream} today`, 'status'];

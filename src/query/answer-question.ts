import { toSingleLine, truncate } from '../base/printable.js';
import { renderCsv } from '../render/csv.js';
import type { Message } from '../render/message.js';
import type { Answer, AnswerContext } from './answer.js';
import { addRowCount } from './answers/file-notes.js';
import { addCorrections, addFollowUpButtons, renderUnrecognized, renderUnsupported } from './answers/help.js';
import { type Question, questionHandlers } from './answers/index.js';
import { getOutputFormat } from './attachment.js';
import { understandQuestion } from './understand-question.js';

/**
 * Answers a text from Slack or a terminal: reads it as a question, finds the handler of that question in `answers/`, and
 * returns its message, with the action to apply where it orders one. An empty text asks for the status.
 */
export function answerQuestion(text: string, context: AnswerContext): Answer {
  const interpretation = understandQuestion(text, context.repository.knownNames(), context);
  if (interpretation.type === 'unrecognized')
    return { message: renderUnrecognized(interpretation, questionHandlers) };
  const { question, corrections } = interpretation;
  const { message, ...rest } = applyOutputFormat(question, text, context);
  return { message: addCorrections(message, corrections), ...rest };
}

/** Answers where nothing may be changed. */
export const answerReadOnly = (text: string, { user: _, ...context }: AnswerContext): Message =>
  answerQuestion(text, context).message;

/** The answer in words, with buttons for what may be asked next, or in the format that was asked for. */
function applyOutputFormat(question: Question, text: string, context: AnswerContext): Answer {
  const handler = questionHandlers.find(({ type }) => type === question.type);
  if (handler === undefined) throw new Error(`No handler answers ${question.type}`);
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
    message: renderUnsupported(`This as ${format}`, ['top causes today as csv', 'report yesterday as html']),
  };
}

const titleCharsMax = 150;

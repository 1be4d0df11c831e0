import { toSingleLine, truncate } from '../base/printable.js';
import { getOutputFormat } from '../render/attachment.js';
import { renderCsv } from '../render/csv.js';
import type { Message } from '../render/message.js';
import type { Answer, AnswerContext, QuestionHandler } from './answer.js';
import { assigneeHandler } from './answers/assignee.js';
import { bundleHandler } from './answers/bundle.js';
import { changesHandler } from './answers/changes.js';
import { chartHandler } from './answers/chart.js';
import { compareHandler } from './answers/compare.js';
import { countHandler } from './answers/count.js';
import { earlierIncidentsHandler } from './answers/earlier-incidents.js';
import { addRowCount } from './answers/file-notes.js';
import { fixHandler } from './answers/fix.js';
import {
  addCorrections,
  addFollowUpButtons,
  createHelpHandler,
  renderUnrecognized,
  renderUnsupported,
} from './answers/help.js';
import { hintHandler } from './answers/hint.js';
import { instructionHandler } from './answers/instruction.js';
import { isOverHandler } from './answers/is-over.js';
import { lastSuccessHandler } from './answers/last-success.js';
import { logLinesHandler } from './answers/log-lines.js';
import { missingFieldsHandler } from './answers/missing-fields.js';
import { originHandler } from './answers/origin.js';
import { peerSpreadHandler } from './answers/peer-spread.js';
import { rateHandler } from './answers/rate.js';
import { recapHandler } from './answers/recap.js';
import { reportHandler } from './answers/report.js';
import { shareHandler } from './answers/share.js';
import { silencesHandler } from './answers/silences.js';
import { statusHandler } from './answers/status.js';
import { thresholdTrialHandler } from './answers/threshold-trial.js';
import { topHandler } from './answers/top.js';
import { unparsedHandler } from './answers/unparsed.js';
import { usualHandler } from './answers/usual.js';
import { whyHandler } from './answers/why.js';
import { understandQuestion } from './language/understand.js';
import type { Question, QuestionKind } from './question.js';

/** One command for each kind of question. */
type HandlersByType = { readonly [Kind in QuestionKind['type']]: QuestionHandler<Kind> };

/** The catalogue, in the order in which help tells of it. */
const handlersByType: HandlersByType = {
  status: statusHandler,
  why: whyHandler,
  fix: fixHandler,
  recap: recapHandler,
  'is-over': isOverHandler,
  assignee: assigneeHandler,
  'earlier-incidents': earlierIncidentsHandler,
  count: countHandler,
  rate: rateHandler,
  top: topHandler,
  share: shareHandler,
  compare: compareHandler,
  usual: usualHandler,
  chart: chartHandler,
  origin: originHandler,
  'peer-spread': peerSpreadHandler,
  hint: hintHandler,
  changes: changesHandler,
  lines: logLinesHandler,
  'last-success': lastSuccessHandler,
  report: reportHandler,
  'threshold-trial': thresholdTrialHandler,
  unparsed: unparsedHandler,
  'missing-fields': missingFieldsHandler,
  instruction: instructionHandler,
  silences: silencesHandler,
  bundle: bundleHandler,
  help: createHelpHandler(() => questionHandlers),
};

/** What can be asked, in the order in which help tells of it. */
export const questionHandlers: readonly Pick<QuestionHandler, 'type' | 'usage' | 'help'>[] =
  Object.values(handlersByType);

/** The answer to what somebody said, in Slack or in a terminal, and what is to be done. Nothing said means: how do things stand? */
export function answerQuestion(text: string, context: AnswerContext): Answer {
  const interpretation = understandQuestion(text, context.repository.knownNames(), context);
  if (interpretation.type === 'unrecognized')
    return { message: renderUnrecognized(interpretation, questionHandlers) };
  const { question, corrections } = interpretation;
  const { message, ...rest } = applyOutputFormat(question, text, context);
  return { message: addCorrections(message, corrections), ...rest };
}

/** The answer as it was asked for: in words, with what can be asked next, or as a file beside them. */
function applyOutputFormat(question: Question, text: string, context: AnswerContext): Answer {
  const { message, table, ...rest } = dispatchQuestion(question, context);
  const { type, format } = question;
  if (format === null) {
    const isCounted = countTypes.has(type);
    return { message: table === undefined ? message : addFollowUpButtons(message, text, isCounted), ...rest };
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

/** Numbers that people want to see the lines behind. */
const countTypes: ReadonlySet<QuestionKind['type']> = new Set(['count', 'rate', 'top', 'share']);

/** The same where nothing can be done. */
export const answerReadOnly = (text: string, { user: _, ...context }: AnswerContext): Message =>
  answerQuestion(text, context).message;

function dispatchQuestion<Kind extends QuestionKind['type']>(
  question: Extract<Question, { readonly type: Kind }>,
  context: AnswerContext,
): Answer {
  const type: Kind = question.type;
  const handler: QuestionHandler<Kind> = handlersByType[type];
  return handler.answer(question, context);
}

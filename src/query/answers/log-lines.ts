import type { Clock } from '../../base/calendar.js';
import { pluralize } from '../../base/format-number.js';
import type { Failure } from '../../diagnose/failure.js';
import { formatIncidentName, type Incident } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, code, type RichText, text, timestamp } from '../../render/rich-text.js';
import { buildFailureTable } from '../../report/export/tables.js';
import { describeFailures } from '../../report/words/filter.js';
import { formatUpstream, getCauseTitle } from '../../report/words/names.js';
import { isUnfiltered } from '../language/filters.js';
import type { QuestionHandler } from '../question-handler.js';
import { findIncident, type QueryScope, resolveIncidentScope, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';

/** Records of the first or the latest failures. */
export type LinesQuestion = {
  readonly type: 'lines';
  readonly end: 'first' | 'latest';
  readonly limit: number | null;
};

const linesPhrases = [
  'lines',
  'line',
  'examples',
  'example',
  'samples',
  'sample',
  'records',
  'record',
  'logs',
  'raw',
  'evidence',
  'log lines',
  'last bad',
  'last bad request',
  'last one',
  'newest',
];

const firstPhrases = [
  'first',
  'first bad',
  'first bad request',
  'first bad line',
  'when start',
  'when it start',
  'when it begin',
  'when begin',
  'oldest',
];

/** `show me the lines`, `show 5 examples of header too big`, `first bad request`: records from the log. */
export const logLinesHandler: QuestionHandler<LinesQuestion> = {
  type: 'lines',
  phrases: [...linesPhrases, ...firstPhrases],
  interpret: (sentence, phrase) => {
    const limit = sentence.findNumber('number');
    return firstPhrases.includes(phrase)
      ? { type: 'lines', end: 'first', limit: limit ?? 1 }
      : { type: 'lines', end: 'latest', limit };
  },
  usage: 'show [5] lines [of header too big], first bad request',
  help: 'the log records, redacted, with file and line',
  answer: (question, context) => {
    const isUnspecific = question.times.length === 0 && isUnfiltered(question.filter);
    const incident = isUnspecific ? findIncident(question, context) : undefined;
    const scope =
      incident === undefined ? resolveScope(question, context) : resolveIncidentScope(incident, {}, context);
    const limit = Math.max(1, Math.min(question.limit ?? linesDefault, linesMax));
    const failures = context.repository.individualFailures(
      scope.window.span,
      scope.filter,
      question.end,
      limit,
    );
    return {
      message: renderLogLines({ failures, end: question.end, incident }, scope, context),
      table: () => buildFailureTable(failures),
    };
  },
};

const linesDefault = 3;

const linesMax = 10;

/** Renders failures with their records and their positions in the log. */
function renderLogLines({ failures, end, incident }: LogLines, scope: QueryScope, clock: Clock): Message {
  const [first] = failures;
  const ofIncident = incident === undefined ? [] : text` of ${formatIncidentName(incident)}`;
  if (first === undefined) {
    return renderAnswer(
      {
        lead: text`No ${describeFailures(scope.filter)}${ofIncident}, ${scope.window.label}: no lines to show.`,
        tone: 'good',
      },
      scope,
      clock,
    );
  }
  const position = end === 'first' ? 'The first' : 'The latest';
  const countWords = failures.length === 1 ? 'failure' : pluralize(failures.length, 'failure');
  return renderAnswer(
    {
      lead: text`${bold(position)} ${countWords}${ofIncident}: ${timestamp(first.at, clock)}, ${getCauseTitle(first.cause)} at ${formatUpstream(first.upstream)}.`,
      list: { title: '', items: failures.map((failure) => describeFailure(failure, clock)) },
      records: failures.flatMap(({ evidence }) => evidence.slice(0, 2).map(({ text }) => text)),
    },
    scope,
    clock,
  );
}

type LogLines = {
  readonly failures: readonly Failure[];
  readonly end: 'first' | 'latest';
  readonly incident: Incident | undefined;
};

function describeFailure({ at, request, route, status, evidence }: Failure, clock: Clock): RichText {
  const [location] = evidence;
  const requestWords = request === null ? 'request unknown' : `${request.method} ${route ?? request.target}`;
  return [
    ...text`${timestamp(at, clock)} ${requestWords}`,
    ...(status === null ? [] : [` → ${status}`]),
    ...(location === undefined ? [] : text`, ${code(`${location.file}:${location.line}`)}`),
  ];
}

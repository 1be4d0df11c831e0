import type { Clock } from '../../base/calendar.js';
import { dayMs } from '../../base/duration.js';
import { formatDuration, pluralize } from '../../base/format-number.js';
import type { HealthIssue } from '../../health/issue.js';
import { summarizeHealthIssue } from '../../health/message.js';
import type { Incident } from '../../incidents/incident.js';
import type { DataLoss } from '../../pipeline/checkpoint.js';
import { buildMessage, context, header, list, records, section } from '../../render/blocks.js';
import type { Message } from '../../render/message.js';
import { bold, code, type RichText, text } from '../../render/rich-text.js';
import type { FailureTotals, FileCoverage, PatternCount, TimeWindow } from '../../report/repository.js';
import { type AnswersSummary, summarizeAnswers } from '../../report/summary/answers.js';
import { describeErrorAnswers } from '../../report/words/answers.js';
import {
  countLogs,
  describeCoverage,
  describeDataLoss,
  describeReadSince,
  isPoorlyParsed,
} from '../../report/words/coverage.js';
import { describeImpact } from '../../report/words/impact.js';
import { formatIncidentLine } from '../../report/words/incident-line.js';
import {
  describePattern,
  describePatternCounts,
  selectNotablePatterns,
} from '../../report/words/patterns.js';
import { isPlaceFilter, isUnfiltered } from '../language/filters.js';
import type { QuestionScope, TimeExpression } from '../question.js';
import type { AnswerContext, QuestionHandler } from '../question-handler.js';
import { type QueryScope, resolveTimeScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { renderPlaceStatus } from './place-status.js';

/** `status`: the current state; `status payments-api`: the state of an upstream, host or peer. */
export const statusHandler: QuestionHandler<{ type: 'status' }, { type: 'share' | 'why' }> = {
  type: 'status',
  phrases: [
    'status',
    'broken',
    'broke',
    'break',
    'breaking',
    'wrong',
    'outage',
    'outages',
    'incidents',
    'incident',
    'open',
    'current',
    'how are things',
    'whats up',
    'we good',
    'all good',
    'all ok',
    'everything ok',
    'everything fine',
    'all fine',
    'how bad',
    'on fire',
    'burning',
  ],
  precedence: 'last',
  takesIncidentNumber: true,
  interpret: ({ scope }) => {
    if (scope.incidentNumber !== null) return { type: 'why' };
    return { type: isPlaceFilter(scope.filter) ? 'status' : 'share' };
  },
  usage: 'status [payments-api], incidents [yesterday]',
  help: 'open incidents, failures in the last hour, and whether the logs are being read',
  answer: (question, context) => ({
    message: isUnfiltered(question.filter)
      ? renderOverall(question, context)
      : renderPlaceStatus(question, context),
  }),
};

const lastHour: TimeExpression = { type: 'last', count: 1, unit: 'hour' };

/** Data lost in the evening still matters in the morning. */
const dataLossShownMs = dayMs;

function renderOverall(question: QuestionScope, context: AnswerContext) {
  const [time] = question.times;
  if (time === undefined || time.type === 'now') return renderCurrentStatus(context);
  const scope = resolveTimeScope(time, {}, context);
  return renderIncidents(context.repository.incidents(scope.window.span), scope, context);
}

function renderCurrentStatus({ repository, now, timezone, incidentUrl }: AnswerContext) {
  const { window, coverage, readSince } = resolveTimeScope(lastHour, {}, { repository, now, timezone });
  const totals = repository.totals(window.span);
  const answers = summarizeAnswers(repository, window.span, {});
  const openIncidents = repository.openIncidents();
  const dataLosses = repository.dataLosses({ from: now - dataLossShownMs, to: now + 1 });
  const issues = repository.healthIssues({ from: now, to: now + 1 });
  return renderStatus(
    {
      openIncidents,
      window,
      totals,
      answers,
      coverage,
      readSince,
      dataLosses,
      healthIssues: issues,
      incidentUrl,
      patterns: selectNotablePatterns(
        repository.linePatterns({ from: now - dataLossShownMs, to: now + 1 }),
        coverage,
      ),
    },
    { now, timezone },
  );
}

/** Renders the incidents of a period, newest first. */
function renderIncidents(incidents: readonly Incident[], scope: QueryScope, clock: Clock): Message {
  const { label } = scope.window;
  const more = incidents.length - incidentsShownMax;
  return renderAnswer(
    {
      lead:
        incidents.length === 0
          ? text`${bold('No')} incidents, ${label}.`
          : text`${bold(pluralize(incidents.length, 'incident'))}, ${label}${more > 0 ? `; the newest ${incidentsShownMax}:` : '.'}`,
      list: {
        title: '',
        items: incidents.slice(0, incidentsShownMax).map((incident) => formatIncidentLine(incident, clock)),
      },
    },
    scope,
    clock,
  );
}

const incidentsShownMax = 20;

/** The current state. */
type StatusSummary = {
  readonly openIncidents: readonly Incident[];
  readonly window: TimeWindow;
  readonly totals: FailureTotals;
  readonly answers: AnswersSummary;
  readonly coverage: readonly FileCoverage[];
  /** Time of the first record read, epoch ms. */
  readonly readSince?: number | null;
  /** Log data lost in the last day. */
  readonly dataLosses: readonly DataLoss[];
  /** Open problems of the bot itself. */
  readonly healthIssues: readonly HealthIssue[];
  /** Patterns of unread and unknown records of the last day that are worth a look. */
  readonly patterns?: readonly PatternCount[];
  readonly incidentUrl?: ((incident: Incident) => string | undefined) | undefined;
};

/** Renders the current state: open incidents, recent failures, and whether the logs are being read. */
export function renderStatus(summary: StatusSummary, clock: Clock): Message {
  const { openIncidents, window, totals, answers, coverage, dataLosses } = summary;
  const { healthIssues: issues, incidentUrl, patterns = [] } = summary;
  const title = formatStatusTitle(summary);
  const recent = text`in the ${window.label}, ${describeImpact(totals)}`;
  return buildMessage({
    text: text`${title}; ${recent}.`,
    tone: openIncidents.length > 0 ? 'bad' : 'good',
    blocks: [
      header([title]),
      list(
        '',
        'bullet',
        openIncidents
          .slice(0, openIncidentsShownMax)
          .map((incident) => formatIncidentLine(incident, clock, incidentUrl?.(incident))),
      ),
      section(
        openIncidents.length > openIncidentsShownMax
          ? text`and ${pluralize(openIncidents.length - openIncidentsShownMax, 'more incident')}`
          : undefined,
        text`${bold(`In the ${window.label}:`)} ${describeImpact(totals)}.`,
        describeErrorAnswers(answers),
        text`${bold('Reading:')} ${describeReading(coverage, clock)}`,
      ),
      list(
        'badgateway itself',
        'bullet',
        issues.slice(0, problemsShownMax).map((issue) => summarizeHealthIssue(issue, clock)),
      ),
      list(
        'Log problems',
        'bullet',
        coverage.flatMap((file) => describeFileProblems(file)).slice(0, problemsShownMax),
      ),
      section(...describePatternCounts(patterns)),
      list(
        '',
        'bullet',
        patterns.slice(0, patternsShownMax).map((pattern) => describePattern(pattern, clock)),
      ),
      records('Not parsed, for example', listUnparsedExamples(coverage)),
      context(
        ...describeCoverage(window, coverage, clock),
        ...describeReadSince(window.span, summary.readSince ?? null, clock),
        describeDataLoss(dataLosses, clock),
      ),
    ],
  });
}

const openIncidentsShownMax = 8;

const problemsShownMax = 8;

const patternsShownMax = 4;

const examplesShownMax = 3;

function formatStatusTitle({ openIncidents, coverage }: StatusSummary): string {
  if (openIncidents.length > 0) return pluralize(openIncidents.length, 'open incident');
  return coverage.some(({ latestAt }) => latestAt !== null) ? 'No open incident' : 'No log record yet';
}

/** No alerts are good news only while records arrive, so the age of the latest record is always shown. */
export function describeReading(coverage: readonly FileCoverage[], { now }: Clock): RichText {
  const latest = Math.max(...coverage.map(({ latestAt }) => latestAt ?? 0), 0);
  if (coverage.length === 0) return text`no file matches ${code('LOGS')}`;
  const files = countLogs(coverage);
  return latest === 0
    ? text`${files}, no record yet`
    : text`${files}, latest record ${formatDuration(now - latest)} ago`;
}

/** One record of each poorly parsed file, to show its format. */
const listUnparsedExamples = (coverage: readonly FileCoverage[]): readonly string[] =>
  coverage
    .filter(isPoorlyParsed)
    .flatMap(({ examples }) => examples[0]?.text ?? [])
    .slice(0, examplesShownMax);

/** Describes the problems of a file, one line each. */
export function describeFileProblems(coverage: FileCoverage): RichText[] {
  const { file, error, records, unparsed, forged } = coverage;
  if (error !== null) return [text`${code(file)} cannot be read: ${error}`];
  return [
    ...(isPoorlyParsed(coverage)
      ? [text`${code(file)}: ${pluralize(unparsed, 'record')} of ${records} not parsed`]
      : []),
    ...(forged === undefined
      ? []
      : [text`${code(file)}: ${pluralize(forged, 'record')} that ${forged === 1 ? 'looks' : 'look'} forged`]),
  ];
}

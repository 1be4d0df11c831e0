import { minuteMs } from '../../base/duration.js';
import { formatCount, formatPercent, pluralize, sumNumbers } from '../../base/format-number.js';
import { bold, text, timestamp } from '../../render/rich-text.js';
import { buildAnswerTable } from '../../report/export/tables.js';
import { summarizeAnswers } from '../../report/summary/answers.js';
import { describeAnswerMaker, formatAnswerCount } from '../../report/words/answers.js';
import { describeFilter } from '../../report/words/filter.js';
import { resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { createTopQuestion, isRanking } from './top.js';
/** `how many requests today`, `how many 499s today`, `5xx rate`, `answers by status`: answers of the gateway, whether they are failures or not. */
export const statusesHandler = {
  type: 'statuses',
  phrases: [
    'answers by status',
    'requests by status',
    'responses by status',
    'status breakdown',
    'breakdown by status',
    'distribution by status',
  ],
  trafficPhrases: ['requests', 'responses', 'answers'].flatMap((noun) => [
    `how many ${noun}`,
    `count ${noun}`,
    `number ${noun}`,
    `total ${noun}`,
  ]),
  interpret: (sentence, phrase) => {
    if (phrase.includes('status')) return { type: 'statuses', wants: 'count' };
    if (isRanking(sentence)) return createTopQuestion(sentence);
    return hasCountedPlace(sentence) &&
      (sentence.scope.filter.statuses === undefined || asksForAnswers(sentence))
      ? { type: 'statuses', wants: 'count' }
      : { type: 'count' };
  },
  usage: 'how many requests today, how many 499s today, 5xx rate, answers by status',
  help: 'answers with a status, whether a gateway failure or not',
  answer: (question, context) => {
    const scope = resolveScope(question, context);
    const summary = summarizeAnswers(context.repository, scope.window.span, scope.filter);
    return {
      message: renderStatuses(question.wants, summary, scope, question.times[0]?.type === 'now', context),
      table: () => buildAnswerTable(summary.counts),
    };
  },
};
/**
 * True for a sentence about statuses that are counted of all requests. A 502 or 504 is a gateway failure in any case, and
 * failures know more: clients, peers, the exact time.
 */
export function asksForAnswers(sentence) {
  if (!hasCountedPlace(sentence)) return false;
  const { statuses } = sentence.scope.filter;
  return statuses === undefined
    ? sentence.findDimension() === 'status'
    : statuses.some((status) => status !== 502 && status !== 504);
}
/** True if all requests are counted by what the sentence limits the question to. */
const hasCountedPlace = ({ scope: { filter }, hasConflictingFilters }) =>
  !hasConflictingFilters && Object.keys(filter).every((key) => answeredFilterKeys.includes(key));
const answeredFilterKeys = ['statuses', 'upstream', 'routes', 'hosts', 'customers'];
function renderStatuses(wants, summary, requestedScope, isNow, clock) {
  const { from, to } = summary.span;
  const scope = {
    ...requestedScope,
    window: { ...requestedScope.window, span: { from, to: Math.max(from, Math.min(to, clock.now)) } },
  };
  const { countedSince, total, answers } = summary;
  const isCounted = countedSince !== null && countedSince < scope.window.span.to && total > 0;
  return renderAnswer(
    {
      lead: isCounted
        ? [...describeYesOrNo(isNow, answers), ...describeCounted(wants, summary, scope)]
        : describeUncounted(summary, scope, clock),
      details: [
        describeFailures(summary, scope.filter),
        isCounted && countedSince > from
          ? text`Answers are counted since ${timestamp(countedSince, clock)}, none before.`
          : undefined,
      ],
      list: listCounts(summary),
      tone: isCounted && answers === 0 ? 'good' : 'neutral',
    },
    scope,
    clock,
  );
}
/** `now` asks for a yes or a no. */
const describeYesOrNo = (isNow, answers) => (isNow ? text`${bold(answers === 0 ? 'No' : 'Yes')}: ` : []);
/** `45 answers with status 500, made by payments; no gateway failure, today.` */
function describeCounted(wants, summary, { filter, window }) {
  const { answers, total, failures, span, countedSince } = summary;
  const number = answers === 0 ? 'No' : formatCount(answers);
  const name = filter.statuses === undefined ? 'request' : 'answer';
  const noun = describeAnswers(answers === 1 ? name : `${name}s`, filter);
  const mayFail = filter.statuses?.some((status) => status >= 500) === true;
  const noFailure = answers > 0 && mayFail && failures === 0 ? '; no gateway failure' : '';
  const made = describeAnswerMaker(summary);
  const readMs = window.span.to - Math.max(span.from, countedSince ?? span.from);
  const rate = (answers * minuteMs) / Math.max(minuteMs, readMs);
  const lead =
    wants === 'rate' ? text`${bold(formatPercent(answers, total))} of ${pluralize(total, 'request')}: ` : [];
  const perMinute = wants === 'rate' ? `, ${rate < 10 ? rate.toFixed(1) : formatCount(rate)} per minute` : '';
  return text`${lead}${bold(number)} ${noun}${made}${noFailure}${perMinute}, ${window.label}.`;
}
/** `answers with status 500 at payments`. */
function describeAnswers(noun, filter) {
  const description = describeFilter(filter);
  return description.length === 0 ? [noun] : [`${noun} `, ...description];
}
/** Says why there is no number: a zero would be a guess. */
function describeUncounted({ countedSince, span }, { filter, window }, clock) {
  const noun = describeAnswers('Answers', filter);
  if (countedSince === null)
    return text`${noun}: ${bold('not known')}. No access log has been read, and the error log alone has no status lines; an access log would tell.`;
  if (countedSince >= span.to)
    return text`${noun}: ${bold('not known')}. They are not counted before ${timestamp(countedSince, clock)}.`;
  return text`${noun}: ${bold('not known')}. No access log shows a request there, ${window.label}.`;
}
/** How many of them are gateway failures; other statuses are not even near it. */
function describeFailures({ answers, failures }, filter) {
  if (filter.statuses === undefined || failures === 0) return undefined;
  if (failures === answers) return text`All of them are gateway failures.`;
  return failures < answers
    ? text`${formatCount(failures)} of them are gateway failures; the other ${formatCount(answers - failures)} are not.`
    : text`${pluralize(failures, 'gateway failure')} with this status, some of them known from the error log alone.`;
}
/** Several statuses one by one, else the upstreams of a single one. */
function listCounts({ byStatus, byUpstream }) {
  const isByStatus = byStatus.length > 1;
  const counts = isByStatus ? byStatus : byUpstream;
  const more = sumNumbers(counts.slice(listedMax).map(({ requests }) => requests));
  return {
    title: counts.length > 1 ? (isByStatus ? 'By status' : 'By upstream') : '',
    items:
      counts.length > 1
        ? [
            ...counts.slice(0, listedMax).map((count) => formatAnswerCount(count, isByStatus)),
            ...(more === 0 ? [] : [text`${bold(formatCount(more))} others`]),
          ]
        : [],
  };
}
const listedMax = 10;

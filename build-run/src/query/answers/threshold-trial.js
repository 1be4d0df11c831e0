import { minuteMs } from '../../base/duration.js';
import { formatDuration, pluralize } from '../../base/format-number.js';
import { formatIncidentName } from '../../incidents/incident.js';
import { bold, code, text, timestamp } from '../../render/rich-text.js';
import { formatUpstream, getCauseTitle } from '../../report/words/names.js';
import { resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
/** `what would have fired last week with threshold 5?`: incidents with another OPEN_FAILURES. */
export const thresholdTrialHandler = {
  type: 'threshold-trial',
  phrases: ['fired', 'fire', 'alerted'],
  precedence: 'first',
  interpret: (sentence) => ({ type: 'threshold-trial', threshold: sentence.findNumber('threshold') }),
  usage: 'what would have fired last week with threshold 5?',
  help: 'the incidents that another OPEN_FAILURES would have opened',
  answer: (question, context) => {
    const scope = resolveScope(question, context, 'client', lastWeek);
    const rule = { failures: Math.max(1, question.threshold ?? 5), windowMs: minuteMs };
    const trials = context.repository.thresholdTrial(
      { ...scope.window.span, from: scope.completeSince },
      rule,
      trialsMax,
    );
    return { message: renderThresholdTrial(trials, rule, scope, context) };
  },
};
const lastWeek = { type: 'last', count: 7, unit: 'day' };
const trialsMax = 200;
/** Renders the incidents that another threshold would have opened. */
function renderThresholdTrial(trials, { failures, windowMs }, scope, clock) {
  const openedCount = trials.filter(({ number }) => number !== null).length;
  const ruleWords = `${pluralize(failures, 'failure')} within ${formatDuration(windowMs)}`;
  return renderAnswer(
    {
      lead: text`${bold(pluralize(trials.length, 'incident'))} would have opened at ${ruleWords}, ${scope.window.label}; ${String(openedCount)} of them did.`,
      details: [
        text`Set with ${code('OPEN_FAILURES')}. The share of traffic (${code('OPEN_SHARE')}) is not taken into account here.`,
      ],
      list: {
        title: '',
        items: trials
          .slice(0, trialsShownMax)
          .map(
            (trial) =>
              text`${timestamp(trial.at, clock)} ${getCauseTitle(trial.cause)} at ${formatUpstream(trial.upstream)}, ${pluralize(trial.failures, 'failure')}${trial.number === null ? '' : `, ${formatIncidentName(trial)}`}`,
          ),
      },
    },
    scope,
    clock,
  );
}
const trialsShownMax = 15;

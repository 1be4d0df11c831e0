import { hourMs, minuteMs } from '../../base/duration.js';
import { formatDuration } from '../../base/format-number.js';
import { text, timestamp } from '../../render/rich-text.js';
import { describeFilter } from '../../report/words/filter.js';
import { resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
/** `last good request for payments-api`: the minute of the last good answer. */
export const lastSuccessHandler = {
  type: 'last-success',
  phrases: ['last good', 'last good request', 'last success', 'last successful', 'last ok'],
  usage: 'last good request for payments-api',
  help: 'the minute of the last good answer',
  answer: (question, context) => {
    const scope = resolveScope(question, context, undefined, lastWeek);
    const lastSuccess = context.repository.lastSuccess(scope.window.span, scope.filter);
    return { message: renderLastSuccess(lastSuccess, scope, context) };
  },
};
const lastWeek = { type: 'last', count: 7, unit: 'day' };
/** `Last good request: 14:26`. */
export function describeLastSuccess(lastSuccess, clock) {
  if (lastSuccess === undefined) return undefined;
  if (lastSuccess === null) return text`No access log shows a good request.`;
  const { from, to } = lastSuccess;
  const ago = formatDuration(clock.now - from);
  if (to - from <= minuteMs)
    return text`Last good request: in the minute of ${timestamp(from, clock)}, ${ago} ago.`;
  const unit = to - from <= hourMs ? 'hour' : 'day';
  return text`Last good request: in the ${unit} from ${timestamp(from, clock)}, at most ${ago} ago.`;
}
/** Renders the time of the last good answer. */
function renderLastSuccess(good, scope, clock) {
  const lead =
    describeLastSuccess(good, clock) ??
    text`I cannot tell: good requests are counted by upstream, host and route, not ${describeFilter(scope.filter)}.`;
  return renderAnswer(
    {
      lead,
      details: [
        good === null
          ? text`Without an access log, only failures are known.`
          : text`Good requests are counted per minute; their lines are not stored.`,
      ],
    },
    scope,
    clock,
  );
}

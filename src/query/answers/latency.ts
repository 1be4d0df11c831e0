import { pluralize } from '../../base/format-number.js';
import { causeCatalogue } from '../../diagnose/causes/index.js';
import { text } from '../../render/rich-text.js';
import { countHeadline } from '../../report/summary/headline.js';
import { describeFilter } from '../../report/words/filter.js';
import type { QuestionHandler } from '../question-handler.js';
import { resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';

/** `latency of payments-api`, `is it slower?`: not kept. What is counted instead are the requests that took too long. */
export const latencyHandler: QuestionHandler<{ type: 'latency' }> = {
  type: 'latency',
  phrases: [
    'latency',
    'latencies',
    'response time',
    'response times',
    'how fast',
    'how slow',
    'slower',
    'slowest',
    'faster',
    'fastest',
    'p50',
    'p90',
    'p95',
    'p99',
    'percentile',
    'percentiles',
  ],
  precedence: 'always',
  usage: 'timeouts at payments-api today',
  help: 'response times are not kept, only the requests that took too long',
  answer: (question, context) => {
    const scope = resolveScope(question, context);
    const place = describeFilter(scope.filter);
    const at = place.length === 0 ? [] : [' ', ...place];
    const causes = causeCatalogue.filter((cause) => cause.class === 'timeout').map(({ id }) => id);
    const filter = { ...scope.filter, causes };
    const timeouts = countHeadline(context.repository.totals(scope.window.span, filter), filter);
    return {
      message: renderAnswer(
        {
          lead: text`I do not keep response times, so I cannot say. What I count: ${pluralize(timeouts, 'request')}${at} took too long and failed, ${scope.window.label}.`,
        },
        scope,
        context,
      ),
    };
  },
};

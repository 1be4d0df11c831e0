import { hourMs, minuteMs } from '../../base/duration.js';
import { sumNumbers } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import { causeIds } from '../../diagnose/causes/index.js';
import { logFormatIds, makers, outcomes } from '../../parse/event.js';
import { toPlainText } from '../../render/rich-text.js';
import { buildSeriesTable, type FailureSeries } from '../../report/export/tables.js';
import type { Dimension, FailureFilter, Repository } from '../../report/repository.js';
import { formatDimensionValue } from '../../report/words/filter.js';
import type { AnswerContext, QuestionHandler } from '../answer.js';
import type { QuestionScope } from '../question.js';
import { type QueryScope, resolveScope } from '../scope.js';
import { buildFailureChart, renderChart } from './chart-view.js';

type ChartQuestion = { readonly type: 'chart'; readonly groupBy: Dimension | null };

/** `chart 502s last 6h by upstream`: failures over time, as bars of text. */
export const chartHandler: QuestionHandler<ChartQuestion> = {
  type: 'chart',
  phrases: ['chart', 'graph', 'plot', 'trend', 'histogram', 'timeline', 'by hour', 'by minute', 'over time'],
  precedence: 'first',
  interpret: (sentence) => ({ type: 'chart', groupBy: sentence.findDimension() }),
  usage: 'chart 502s last 6h [by upstream]',
  help: 'failures over time, as bars and in Slack as a picture',
  answer: (question, context) => {
    const scope = resolveScope(question, context, question.groupBy ?? undefined);
    const series = buildSeries(question, scope, context);
    const chart = buildFailureChart(series, scope, context);
    return {
      message: renderChart(series, scope, context),
      table: () => buildSeriesTable(series),
      ...(chart && { file: { type: 'chart', fileName: 'failures.png', ...chart } }),
    };
  },
};

const seriesMax = 6;
const pointsMax = 48;
/** Widths of a bar that people can add up. */
const minuteSteps = [1, 2, 5, 10, 15, 20, 30, 60];
const hourSteps = [1, 2, 3, 4, 6, 12, 24];

function buildSeries(
  { groupBy }: QuestionScope & ChartQuestion,
  { filter: of, window: { span } }: QueryScope,
  { repository }: AnswerContext,
): readonly FailureSeries[] {
  const createSeries = (name: string, filter: FailureFilter): FailureSeries => ({
    name,
    ...countPerStep(span, filter, repository),
  });
  if (groupBy === null) return [createSeries('', of)];
  return repository.top(groupBy, span, seriesMax, of).flatMap(({ key }) =>
    key === null
      ? []
      : [
          createSeries(toPlainText([formatDimensionValue(groupBy, key)]), {
            ...of,
            ...createValueFilter(groupBy, key),
          }),
        ],
  );
}

/** Whole minutes, or hours of a long time, in as many bars as a line of a phone holds. */
function countPerStep(
  span: Span,
  filter: FailureFilter,
  repository: Repository,
): Omit<FailureSeries, 'name'> {
  const isLong = span.to - span.from > pointsMax * hourMs;
  const widthMs = isLong ? hourMs : minuteMs;
  const counts = isLong
    ? repository.failuresPerHour(span, filter)
    : repository.failuresPerMinute(span, filter);
  const stepMin = counts.length / pointsMax;
  const pointsPerBar =
    (isLong ? hourSteps : minuteSteps).find((step) => step >= stepMin) ?? Math.ceil(stepMin);
  const sums: number[] = [];
  for (let index = 0; index < counts.length; index += pointsPerBar)
    sums.push(sumNumbers(counts.slice(index, index + pointsPerBar)));
  return { counts: sums, fromAt: Math.floor(span.from / widthMs) * widthMs, widthMs: pointsPerBar * widthMs };
}

/** The filter for one value of a dimension. */
function createValueFilter(dimension: Dimension, key: string): FailureFilter {
  switch (dimension) {
    case 'upstream':
      return { upstream: key };
    case 'cause':
      return { causes: causeIds.filter((id) => id === key) };
    case 'status':
      return { statuses: [Number(key)] };
    case 'route':
      return { routes: [key] };
    case 'peer':
      return { peers: [key] };
    case 'host':
      return { hosts: [key] };
    case 'method':
      return { methods: [key] };
    case 'customer':
      return { customers: [key] };
    case 'client':
      return { clients: [key] };
    case 'outcome':
      return { outcomes: outcomes.filter((outcome) => outcome === key) };
    case 'maker':
      return { makers: makers.filter((maker) => maker === key) };
    case 'gateway':
      return { gateways: logFormatIds.filter((gateway) => gateway === key) };
  }
}

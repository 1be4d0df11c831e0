import { hourMs, minuteMs } from '../../base/duration.js';
import { formatCount, formatDuration, pluralize, sumNumbers } from '../../base/format-number.js';
import { isCauseId } from '../../diagnose/causes/index.js';
import { logFormatIds, makers, outcomes } from '../../parse/event.js';
import { bold, text, timestamp, toPlainText } from '../../render/rich-text.js';
import { formatTimeLabels, formatWidth } from '../../report/charts.js';
import { buildSeriesTable } from '../../report/export/tables.js';
import { describeFailures, formatDimensionValue } from '../../report/words/filter.js';
import { resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
/** `chart 502s last 6h by upstream`: failures over time, as text bars and a picture. */
export const chartHandler = {
  type: 'chart',
  phrases: ['chart', 'graph', 'plot', 'trend', 'histogram', 'timeline', 'by hour', 'by minute', 'over time'],
  precedence: 'first',
  interpret: (sentence) => ({ type: 'chart', groupBy: sentence.findDimension() }),
  usage: 'chart 502s last 6h [by upstream]',
  help: 'failures over time, as text bars and in Slack as a picture',
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
/** Bar widths that are easy to read. */
const minuteSteps = [1, 2, 5, 10, 15, 20, 30, 60];
const hourSteps = [1, 2, 3, 4, 6, 12, 24];
function buildSeries({ groupBy }, { filter: of, window: { span } }, { repository }) {
  const createSeries = (name, filter) => ({
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
/** Counts in bars of whole minutes, or of hours over a long period; as many bars as fit a phone's line. */
function countPerStep(span, filter, repository) {
  const isLong = span.to - span.from > pointsMax * hourMs;
  const widthMs = isLong ? hourMs : minuteMs;
  const counts = isLong
    ? repository.failuresPerHour(span, filter)
    : repository.failuresPerMinute(span, filter);
  const stepMin = counts.length / pointsMax;
  const pointsPerBar =
    (isLong ? hourSteps : minuteSteps).find((step) => step >= stepMin) ?? Math.ceil(stepMin);
  const sums = [];
  for (let index = 0; index < counts.length; index += pointsPerBar)
    sums.push(sumNumbers(counts.slice(index, index + pointsPerBar)));
  return { counts: sums, fromAt: Math.floor(span.from / widthMs) * widthMs, widthMs: pointsPerBar * widthMs };
}
/** The filter for one value of a dimension. */
function createValueFilter(dimension, key) {
  switch (dimension) {
    case 'upstream':
      return { upstream: key };
    case 'cause':
      return { causes: isCauseId(key) ? [key] : [] };
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
/** Renders failures over time as text bars. All series have the same scale. */
function renderChart(series, scope, clock) {
  const highestCount = Math.max(1, ...series.flatMap(({ counts }) => counts));
  const [first] = series;
  const filterWords = describeFailures(scope.filter);
  if (first === undefined || series.every(({ counts }) => counts.every((count) => count === 0))) {
    return renderAnswer(
      { lead: text`No ${filterWords} seen by clients, ${scope.window.label}.`, tone: 'good' },
      scope,
      clock,
    );
  }
  const nameChars = Math.max(...series.map(({ name }) => name.length));
  const rows = series.map(
    ({ name, counts }) =>
      `${nameChars > 0 ? `${name.padEnd(nameChars)}  ` : ''}${counts.map((count) => selectBarGlyph(count, highestCount)).join('')}  ${formatCount(sumNumbers(counts))}`,
  );
  return renderAnswer(
    {
      lead: describePeak(series, filterWords, scope, clock),
      columns: rows.join('\n'),
      details: [
        text`One bar is ${formatDuration(first.widthMs)}; the highest is ${formatCount(highestCount)}.`,
      ],
    },
    scope,
    clock,
  );
}
/** Builds the stacked chart; undefined when there is nothing to draw. */
function buildFailureChart(series, scope, clock) {
  const [first] = series;
  const nonEmpty = series.filter(({ counts }) => counts.some((count) => count > 0));
  if (first === undefined || nonEmpty.length === 0) return undefined;
  const filterWords = describeFailures(scope.filter);
  const { fromAt, widthMs, counts: bars } = first;
  return {
    title: toPlainText(text`F${toPlainText(filterWords).slice(1)} seen by clients, ${scope.window.label}`),
    chart: {
      type: 'bar',
      unit: `failures per ${formatWidth(widthMs)}`,
      alt: `${toPlainText(describePeak(series, filterWords, scope, clock))} ${nonEmpty
        .map((entry) => `${entry.name || 'All'}: ${formatCount(sumNumbers(entry.counts))}.`)
        .join(' ')}`,
      labels: formatTimeLabels({ from: fromAt, widthMs, length: bars.length }, clock.timezone),
      series: nonEmpty.map((entry) => ({
        name: entry.name || toPlainText(filterWords),
        counts: entry.counts,
      })),
      markers: [],
      isSmall: false,
    },
  };
}
const barGlyphs = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const selectBarGlyph = (count, highestCount) =>
  count === 0
    ? '·'
    : (barGlyphs[Math.min(barGlyphs.length - 1, Math.floor((count / highestCount) * barGlyphs.length))] ??
      '█');
/** Describes the peak in words, for screen readers. */
function describePeak(series, filterWords, scope, clock) {
  const peaks = series.map((entry) => {
    const highestCount = Math.max(...entry.counts);
    return {
      series: entry,
      count: highestCount,
      at: entry.fromAt + entry.counts.indexOf(highestCount) * entry.widthMs,
    };
  });
  const [peak] = [...peaks].sort((a, b) => b.count - a.count);
  const total = sumNumbers(series.flatMap(({ counts }) => counts));
  const peakPhrase =
    peak === undefined
      ? []
      : text`, most at ${timestamp(peak.at, clock)} with ${pluralize(peak.count, 'failure')}${series.length > 1 ? text` of ${peak.series.name}` : ''}`;
  return [
    ...text`${bold(formatCount(total))} ${filterWords} seen by clients, ${scope.window.label}`,
    ...peakPhrase,
    '.',
  ];
}

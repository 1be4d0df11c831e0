import type { Clock } from '../../base/calendar.js';
import { formatCount, formatDuration, pluralize, sumNumbers } from '../../base/format-number.js';
import type { ChartSpec } from '../../render/charts/chart.js';
import type { Message } from '../../render/message.js';
import { bold, type RichText, text, timestamp, toPlainText } from '../../render/rich-text.js';
import { formatTimeLabels, formatWidth } from '../../report/charts.js';
import type { FailureSeries } from '../../report/export/tables.js';
import { describeFailures } from '../../report/words/filter.js';
import type { QueryScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';

/** Failures over time as bars of text: the same height means the same number in every line. */
export function renderChart(series: readonly FailureSeries[], scope: QueryScope, clock: Clock): Message {
  const highestCount = Math.max(1, ...series.flatMap(({ counts }) => counts));
  const [first] = series;
  const filterWords = describeFailures(scope.filter);
  if (first === undefined || series.every(({ counts }) => counts.every((count) => count === 0))) {
    return renderAnswer(
      { lead: text`No ${filterWords} that clients saw, ${scope.window.label}.`, tone: 'good' },
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

/** The same as a drawing, stacked, with what it is called; undefined where there is nothing to draw. */
export function buildFailureChart(
  series: readonly FailureSeries[],
  scope: QueryScope,
  clock: Clock,
): { readonly title: string; readonly chart: ChartSpec } | undefined {
  const [first] = series;
  const nonEmpty = series.filter(({ counts }) => counts.some((count) => count > 0));
  if (first === undefined || nonEmpty.length === 0) return undefined;
  const filterWords = describeFailures(scope.filter);
  const { fromAt, widthMs, counts: bars } = first;
  return {
    title: toPlainText(text`F${toPlainText(filterWords).slice(1)} that clients saw, ${scope.window.label}`),
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
const selectBarGlyph = (count: number, highestCount: number) =>
  count === 0
    ? '·'
    : (barGlyphs[Math.min(barGlyphs.length - 1, Math.floor((count / highestCount) * barGlyphs.length))] ??
      '█');

/** Where the peak was, in words: bars cannot be read aloud. */
function describePeak(
  series: readonly FailureSeries[],
  filterWords: RichText,
  scope: QueryScope,
  clock: Clock,
): RichText {
  const peaks = series.map((entry) => {
    const highestCount = Math.max(...entry.counts);
    return {
      strip: entry,
      most: highestCount,
      at: entry.fromAt + entry.counts.indexOf(highestCount) * entry.widthMs,
    };
  });
  const [peak] = [...peaks].sort((a, b) => b.most - a.most);
  const total = sumNumbers(series.flatMap(({ counts }) => counts));
  const peakPhrase =
    peak === undefined
      ? []
      : text`, most at ${timestamp(peak.at, clock)} with ${pluralize(peak.most, 'failure')}${series.length > 1 ? text` of ${peak.strip.name}` : ''}`;
  return [
    ...text`${bold(formatCount(total))} ${filterWords} that clients saw, ${scope.window.label}`,
    ...peakPhrase,
    '.',
  ];
}

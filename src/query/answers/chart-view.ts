import type { Clock } from '../../base/calendar.js';
import { counted, grouped, lasting, sumOf } from '../../base/format-number.js';
import type { Chart } from '../../render/charts/chart.js';
import type { Message } from '../../render/message.js';
import { bold, literalOf, moment, type Phrase, say } from '../../render/rich-text.js';
import { timeLabels, widthWords } from '../../report/charts.js';
import type { Strip } from '../../report/export/tables.js';
import { failuresWords } from '../../report/words/filter.js';
import type { Scope } from '../scope.js';
import { plainView } from './answer-view.js';

/** Failures over time as bars of text: the same height means the same number in every line. */
export function chartView(strips: readonly Strip[], scope: Scope, clock: Clock): Message {
  const most = Math.max(1, ...strips.flatMap(({ bars }) => bars));
  const [first] = strips;
  const about = failuresWords(scope.of);
  if (first === undefined || strips.every(({ bars }) => bars.every((count) => count === 0))) {
    return plainView(
      { lead: say`No ${about} that clients saw, ${scope.window.words}.`, tone: 'good' },
      scope,
      clock,
    );
  }
  const nameChars = Math.max(...strips.map(({ name }) => name.length));
  const rows = strips.map(
    ({ name, bars }) =>
      `${nameChars > 0 ? `${name.padEnd(nameChars)}  ` : ''}${bars.map((count) => barOf(count, most)).join('')}  ${grouped(sumOf(bars))}`,
  );
  return plainView(
    {
      lead: peakWords(strips, about, scope, clock),
      columns: rows.join('\n'),
      lines: [say`One bar is ${lasting(first.widthMs)}; the highest is ${grouped(most)}.`],
    },
    scope,
    clock,
  );
}

/** The same as a drawing, stacked, with what it is called; undefined where there is nothing to draw. */
export function stripsChart(
  strips: readonly Strip[],
  scope: Scope,
  clock: Clock,
): { readonly title: string; readonly chart: Chart } | undefined {
  const [first] = strips;
  const failing = strips.filter(({ bars }) => bars.some((count) => count > 0));
  if (first === undefined || failing.length === 0) return undefined;
  const about = failuresWords(scope.of);
  const { from, widthMs, bars } = first;
  return {
    title: literalOf(say`F${literalOf(about).slice(1)} that clients saw, ${scope.window.words}`),
    chart: {
      kind: 'course',
      unit: `failures per ${widthWords(widthMs)}`,
      alt: `${literalOf(peakWords(strips, about, scope, clock))} ${failing
        .map((strip) => `${strip.name || 'All'}: ${grouped(sumOf(strip.bars))}.`)
        .join(' ')}`,
      labels: timeLabels({ from, widthMs, length: bars.length }, clock.zone),
      series: failing.map((strip) => ({ name: strip.name || literalOf(about), counts: strip.bars })),
      marks: [],
      isSmall: false,
    },
  };
}

const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const barOf = (count: number, most: number) =>
  count === 0
    ? '·'
    : (heights[Math.min(heights.length - 1, Math.floor((count / most) * heights.length))] ?? '█');

/** Where the peak was, in words: bars cannot be read aloud. */
function peakWords(strips: readonly Strip[], about: Phrase, scope: Scope, clock: Clock): Phrase {
  const peaks = strips.map((strip) => {
    const most = Math.max(...strip.bars);
    return { strip, most, at: strip.from + strip.bars.indexOf(most) * strip.widthMs };
  });
  const [peak] = [...peaks].sort((one, other) => other.most - one.most);
  const all = sumOf(strips.flatMap(({ bars }) => bars));
  const highest =
    peak === undefined
      ? []
      : say`, most at ${moment(peak.at, clock)} with ${counted(peak.most, 'failure')}${strips.length > 1 ? say` of ${peak.strip.name}` : ''}`;
  return [...say`${bold(grouped(all))} ${about} that clients saw, ${scope.window.words}`, ...highest, '.'];
}

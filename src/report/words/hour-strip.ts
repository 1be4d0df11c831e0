import type { RichTextBlock } from '@slack/types';
import { grouped, sumOf } from '../../base/format-number.js';
import { preformatted } from '../../render/blocks.js';
import type { LastHour } from '../summary/last-hour.js';

/** An hour of failures as bars, with a mark below each moment at which something was changed. Undefined when it was calm. */
export function hourChart(
  { perMinute, from, changes }: LastHour,
  isOver: boolean,
): RichTextBlock | undefined {
  const counts = pairsOf(perMinute);
  const most = Math.max(...counts, 0);
  if (most === 0) return undefined;
  const marks = new Set(changes.map(({ at }) => Math.floor((at - from) / barMs)));
  const markRow = counts.map((_, at) => (marks.has(at) ? '▲' : ' ')).join('');
  const title = `${isOver ? 'The hour in which it ended' : 'The last hour'}, at most ${grouped(most)} in 2 min`;
  return preformatted(
    title,
    [barsOf(counts), ...present(markRow), scaleOf(counts.length, isOver)].join('\n'),
  );
}

/** A phone shows about thirty characters of a line, so a bar is two minutes. */
const minutesPerBar = 2;
const barMs = minutesPerBar * 60_000;

const pairsOf = (perMinute: readonly number[]): readonly number[] =>
  Array.from({ length: Math.ceil(perMinute.length / minutesPerBar) }, (_, at) =>
    sumOf(perMinute.slice(at * minutesPerBar, (at + 1) * minutesPerBar)),
  );

/** What the mark means stands under it, as it is nowhere else to be learned. */
const present = (markRow: string): readonly string[] =>
  markRow.trim() === '' ? [] : [`${markRow.trimEnd()} change`];

const scaleOf = (length: number, isOver: boolean): string =>
  isOver ? '60 min' : `60 min ago${'now'.padStart(length - '60 min ago'.length)}`;

/** Numbers as bars of one line, the highest filling it; a dot is none at all. */
export function barsOf(counts: readonly number[]): string {
  const most = Math.max(...counts, 1);
  return counts.map((count) => (count === 0 ? '·' : (heights[heightOf(count, most)] ?? '█'))).join('');
}

const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

const heightOf = (count: number, most: number) =>
  Math.min(heights.length - 1, Math.floor((count / most) * heights.length));

/** A day's failures as 24 bars and, below them, the hours; a dot is an hour without any. */
export const hourStrip = (byHour: readonly number[]): string => `${barsOf(byHour)}\n${scale}`;

const scale = '0     6     12    18';

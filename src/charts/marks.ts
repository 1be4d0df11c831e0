import type { ChartMark } from './chart.js';
import { isNarrow, type Look } from './look.js';

/** Dashed lines where something was done, each with its word above where there is room for all of them. */
export function marksOption({ marks, labels }: Marked, look: Look, top: 'start' | 'end') {
  const { mark, faint } = look.colours;
  const hasRoom = marks.length <= (isNarrow(look) ? wordsMax.narrow : wordsMax.wide);
  return {
    symbol: 'none',
    silent: true,
    lineStyle: { color: mark, type: [3, 3], width: 1.5 },
    label: { show: hasRoom, position: top, distance: 6, fontSize: 11, color: faint },
    data: marks.map(({ column, words }) => ({
      xAxis: column,
      label: { formatter: words, align: alignAt(column / labels.length) },
    })),
  };
}

type Marked = { readonly marks: readonly ChartMark[]; readonly labels: readonly string[] };

/** Words at an edge would be cut off if they stood in the middle of their line. */
const alignAt = (place: number) => (place > 0.85 ? 'right' : place < 0.15 ? 'left' : 'center');

const wordsMax = { narrow: 3, wide: 8 } as const;

/** So few labels that they stand apart, the first one among them. */
export function shownLabels(count: number, shownMax: number) {
  const every = Math.max(1, Math.ceil(count / shownMax));
  return { interval: (at: number) => at % every === 0 };
}

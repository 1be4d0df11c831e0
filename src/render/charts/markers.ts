import type { ChartMark } from './chart.js';
import { drawnText } from './chart-text.js';
import { isNarrow, type Look } from './theme.js';

/** Dashed lines where something was done, each with its word above where there is room for it. */
export function marksOption({ marks, labels }: Marked, look: Look, top: 'start' | 'end') {
  const { mark, faint } = look.colours;
  const apart = labels.length * (isNarrow(look) ? wordShare.narrow : wordShare.wide);
  const worded = wordedOf(marks, apart);
  return {
    symbol: 'none',
    silent: true,
    lineStyle: { color: mark, type: [3, 3], width: 1.5 },
    label: { position: top, distance: 6, fontSize: 11, color: faint },
    data: marks.map((each) => ({
      xAxis: each.column,
      label: {
        show: worded.has(each),
        formatter: drawnText(each.words),
        align: alignAt(each.column / labels.length),
      },
    })),
  };
}

/** The part of the width that a word takes. */
const wordShare = { narrow: 0.3, wide: 0.13 } as const;

/** Those whose words do not run into each other. The latest go first: what was done last is looked for first. */
function wordedOf(marks: readonly ChartMark[], apart: number): ReadonlySet<ChartMark> {
  const worded: ChartMark[] = [];
  for (const mark of [...marks].sort((one, other) => other.column - one.column)) {
    const last = worded.at(-1);
    if (last === undefined || last.column - mark.column >= apart) worded.push(mark);
  }
  return new Set(worded);
}

type Marked = { readonly marks: readonly ChartMark[]; readonly labels: readonly string[] };

/** Words at an edge would be cut off if they stood in the middle of their line. */
const alignAt = (place: number) => (place > 0.85 ? 'right' : place < 0.15 ? 'left' : 'center');

/** So few labels that they stand apart, the first one among them. */
export function shownLabels(count: number, shownMax: number) {
  const every = Math.max(1, Math.ceil(count / shownMax));
  return { interval: (at: number) => at % every === 0 };
}

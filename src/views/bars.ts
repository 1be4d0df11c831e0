/** Numbers as bars of one line, the highest filling it; a dot is none at all. */
export function barsOf(counts: readonly number[]): string {
  const most = Math.max(...counts, 1);
  return counts.map((count) => (count === 0 ? '·' : (heights[heightOf(count, most)] ?? '█'))).join('');
}

const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

const heightOf = (count: number, most: number) =>
  Math.min(heights.length - 1, Math.floor((count / most) * heights.length));

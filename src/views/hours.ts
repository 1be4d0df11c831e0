/** A day's failures as 24 bars and, below them, the hours; a dot is an hour without any. */
export function hourStrip(byHour: readonly number[]): string {
  const most = Math.max(...byHour, 1);
  const bars = byHour.map((count) => (count === 0 ? '·' : (heights[heightOf(count, most)] ?? '█')));
  return `${bars.join('')}\n${scale}`;
}

const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const scale = '0     6     12    18';

const heightOf = (count: number, most: number) =>
  Math.min(heights.length - 1, Math.floor((count / most) * heights.length));

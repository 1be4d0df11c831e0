/** `12,345`: a number that people can read at a glance. */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 request`, `12,345 requests`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `4.1 %`. Never rounded to all or to nothing: `99.99 %` and `< 0.01 %` are as far as it goes. */
export function percent(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0 %';
  const share = (part / whole) * 100;
  if (part >= whole) return '100 %';
  if (share < 0.01) return '< 0.01 %';
  if (share >= 99) return `${(Math.floor(share * 100) / 100).toFixed(2)} %`;
  return `${share.toFixed(share < 1 ? 2 : share < 10 ? 1 : 0)} %`;
}

/** `45 s`, `12 min`, `1 h 5 min`, `3 d 4 h`: the two greatest units, as one says it. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24
    ? both(hours, 'h', minutes % 60, 'min')
    : both(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** `twice as many`, `a third fewer`: how a number compares with an earlier one. */
export function changeFrom(before: number, now: number): string {
  if (before === now) return 'as many';
  if (before === 0) return 'none';
  const ratio = now / before;
  if (ratio >= 2) return `${ratio >= 10 ? grouped(ratio) : ratio.toFixed(1).replace('.0', '')} times as many`;
  return ratio > 1 ? `${percent(now - before, before)} more` : `${percent(before - now, before)} fewer`;
}

const both = (great: number, greatUnit: string, small: number, smallUnit: string) =>
  small === 0 ? `${great} ${greatUnit}` : `${great} ${greatUnit} ${small} ${smallUnit}`;

export const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

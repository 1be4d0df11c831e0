import { changeFrom } from '../figures.js';

/** `twice as many as the day before`, `up from none the day before`. */
export function comparisonWith(before: number, now: number, when: string): string {
  if (before === 0) return now === 0 ? `none, like ${when}` : `up from none ${when}`;
  const change = changeFrom(before, now);
  return `${change} ${change.endsWith('many') ? 'as' : 'than'} ${when}`;
}

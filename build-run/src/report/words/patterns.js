import { formatCount, pluralize, sumNumbers } from '../../base/format-number.js';
import { bold, code, text, timestamp } from '../../render/rich-text.js';
import { isPoorlyParsed } from './coverage.js';
/** `10,000 unread records are 6 patterns`, and likewise the failures with unknown messages. */
export function describePatternCounts(patterns) {
  return ['unread', 'unknown'].flatMap((kind) => {
    const ofKind = patterns.filter((pattern) => pattern.kind === kind);
    if (ofKind.length === 0) return [];
    const records = sumNumbers(ofKind.map(({ count }) => count));
    const subject = kind === 'unread' ? 'unread record' : 'failed attempt';
    const detail = kind === 'unread' ? [] : text` with an unknown message`;
    const verb = records === 1 ? 'is' : 'are';
    return [
      text`${bold(pluralize(records, subject))}${detail} ${verb} ${pluralize(ofKind.length, 'pattern')}.`,
    ];
  });
}
/** `412 × worker <*> exited, first at 09:14, last at 10:02`; without times where the records have none. */
export function describePattern({ count, pattern, firstAt, lastAt }, clock) {
  const counted = text`${formatCount(count)} × ${code(pattern)}`;
  if (lastAt === 0) return counted;
  return firstAt === lastAt
    ? text`${counted}, at ${timestamp(lastAt, clock)}`
    : text`${counted}, first at ${timestamp(firstAt, clock)}, last at ${timestamp(lastAt, clock)}`;
}
/** The patterns that people should see: all of failures, and those of unread records where they are many. */
export const selectNotablePatterns = (patterns, coverage) => {
  const poorlyParsed = new Set(coverage.filter(isPoorlyParsed).map(({ file }) => file));
  return patterns.filter(({ kind, file }) => kind === 'unknown' || poorlyParsed.has(file));
};

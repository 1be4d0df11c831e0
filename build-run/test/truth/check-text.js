import { checkImpact } from './check-answers.js';
import { Comparison } from './mismatch.js';
import { isImpacting } from './tally.js';
/** Compares the report that `analyze` prints: headline, impact and the numbers of its list. */
export function checkText(text, failures) {
  const comparison = new Comparison('analyze');
  const impacting = failures.filter(isImpacting);
  const headline = text.split('\n', 1)[0] ?? '';
  comparison.equal('headline', failures.length === 0 ? 0 : impacting.length, readHeadline(headline));
  if (failures.length === 0) return comparison;
  const paragraph = text.split('\n\n')[1] ?? '';
  checkImpact(comparison, 'impact', failures, paragraph.replace(/\s+/g, ' '));
  const counts = [...text.matchAll(/^\s*\d+\. (?:([\d,]+) )?[A-Z].*$/gm)].map(([, count]) => toNumber(count));
  if (counts.length < shownGroupsMax)
    comparison.equal(
      'list adds up',
      impacting.length,
      counts.reduce((sum, count) => sum + count, 0),
    );
  return comparison;
}
const shownGroupsMax = 8;
const toNumber = (text = '0') => Number(text.replaceAll(',', ''));
/** `● 51 failures`, `● No gateway failures`. */
const readHeadline = (headline) =>
  /\bNo\b/.test(headline) ? 0 : toNumber(/[\d,]+/.exec(headline)?.[0] ?? 'NaN');

import { describe, expect, it } from 'vitest';
import { terminalText } from '../../src/render/terminal.js';
import { weekPage } from '../../src/report/page/report.js';
import { weekView } from '../../src/report/report-message.js';
import { weekFactsOf } from '../../src/report/summary/week.js';
import { faultsIn } from '../../src/slack/block-kit-limits.js';
import { elementsIn } from '../support/parse-html.js';
import { aStoreOfTwoDays, twoOClock } from '../support/two-days.js';

const facts = (to: string) => {
  const found = weekFactsOf(to, { now: twoOClock, zone: 'UTC' }, aStoreOfTwoDays());
  if (found === undefined) throw new Error(`no week until ${to}`);
  return found;
};
const read = (to: string) => terminalText(weekView(facts(to)), { width: 100, colour: false });

describe('the report of a week', () => {
  it('is counted right: 20 on Sunday, 8 on Tuesday', () => {
    const text = read('2026-11-21');
    expect(text).toContain('Week from Sunday 15 November to Saturday 21 November: 28 failures');
    expect(text).toMatch(/By day\n {2}Sun █ 20\n {2}Mon · 0\n {2}Tue . 8\n {2}Wed · 0/);
    expect(text).toContain('BG-97');
  });

  it('compares with the week before, and tells what is new', () => {
    const text = read('2026-11-22');
    expect(text).toContain('Week from Monday 16 November to Sunday 22 November: 66 failures');
    expect(text).toContain('That is 3.3 times as many as the week before');
    expect(text).toContain('New: Upstream does not answer in time at checkout');
  });

  it('is one line after a week without failures', () => {
    expect(read('2026-11-14')).toMatch(
      /^Week from Sunday 8 November to Saturday 14 November: no gateway failure is on record/,
    );
  });

  it('fits into a Slack message, and makes a page with a strip by day', () => {
    expect(faultsIn(weekView(facts('2026-11-22')))).toEqual([]);
    const labels = elementsIn(weekPage(facts('2026-11-22'), []));
    expect(labels.filter(({ name }) => name === 'svg').length).toBeGreaterThan(3);
    expect(weekPage(facts('2026-11-22'), [])).toContain('Failures per day');
  });

  it('is none of a week that has not begun, or is not in the calendar', () => {
    const none = (to: string) => weekFactsOf(to, { now: twoOClock, zone: 'UTC' }, aStoreOfTwoDays());
    expect(none('2026-12-31')).toBeUndefined();
    expect(none('never')).toBeUndefined();
  });
});

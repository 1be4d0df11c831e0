import { describe, expect, it } from 'vitest';
import { renderTerminalText } from '../../src/render/terminal.js';
import { renderWeekPage } from '../../src/report/page/report.js';
import { renderWeekReport } from '../../src/report/report-message.js';
import { summarizeWeek } from '../../src/report/summary/week.js';
import { validateMessage } from '../../src/slack/block-kit-limits.js';
import { parseElements } from '../support/parse-html.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

const summarize = (to) => {
  const summary = summarizeWeek(to, { now: twoPm, timezone: 'UTC' }, openTwoDayStore());
  if (summary === undefined) throw new Error(`no week until ${to}`);
  return summary;
};
const renderText = (to) => renderTerminalText(renderWeekReport(summarize(to)), { width: 100, colour: false });
describe('the report of a week', () => {
  it('counts by day: 20 on Sunday, 8 on Tuesday', () => {
    const text = renderText('2026-11-21');
    expect(text).toContain('Week from Sunday 15 November to Saturday 21 November: 28 failures');
    expect(text).toMatch(/By day\n {2}Sun █ 20\n {2}Mon · 0\n {2}Tue . 8\n {2}Wed · 0/);
    expect(text).toContain('BG-97');
  });
  it('compares with the week before and lists new causes', () => {
    const text = renderText('2026-11-22');
    expect(text).toContain('Week from Monday 16 November to Sunday 22 November: 66 failures');
    expect(text).toContain('That is 3.3 times as many as the week before');
    expect(text).toContain('New: Upstream does not answer in time at checkout');
  });
  it('is one sentence after a week without failures', () => {
    expect(renderText('2026-11-14')).toMatch(
      /^Week from Sunday 8 November to Saturday 14 November: no gateway failures recorded/,
    );
  });
  it('fits a Slack message, and its page has charts by day', () => {
    expect(validateMessage(renderWeekReport(summarize('2026-11-22')))).toEqual([]);
    const labels = parseElements(renderWeekPage(summarize('2026-11-22'), []));
    expect(labels.filter(({ name }) => name === 'svg').length).toBeGreaterThan(3);
    expect(renderWeekPage(summarize('2026-11-22'), [])).toContain('Failures per day');
  });
  it('does not exist for a week that has not begun or an invalid day', () => {
    const none = (to) => summarizeWeek(to, { now: twoPm, timezone: 'UTC' }, openTwoDayStore());
    expect(none('2026-12-31')).toBeUndefined();
    expect(none('never')).toBeUndefined();
  });
});

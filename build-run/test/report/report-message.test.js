import { describe, expect, it } from 'vitest';
import { getDaySpan } from '../../src/base/calendar.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { renderDayReport } from '../../src/report/report-message.js';
import { summarizeDay } from '../../src/report/summary/day.js';
import { renderHourStrip } from '../../src/report/words/hour-strip.js';
import { openFilledStore } from '../support/filled-store.js';
import {
  makeCoverage,
  makeOutageFailures,
  makePayFailure,
  makePayIncident,
  minutes,
  outageStartedAt,
  timezone,
} from '../support/incident-fixtures.js';

const now = outageStartedAt + minutes(12);
const renderText = (message, width = 100) => renderTerminalText(message, { width, colour: false });
describe('the daily report', () => {
  const report = (day, contents, at = now) => {
    const store = openFilledStore(contents);
    store.beginHistory(outageStartedAt - minutes(20_000), outageStartedAt);
    const summary = summarizeDay(day, { now: at, timezone }, store);
    return summary === undefined ? undefined : renderDayReport(summary);
  };
  const tomorrow = outageStartedAt + minutes(1440);
  it('is one sentence on a clean day', () => {
    const message = report('2026-11-20', {
      requests: 5000,
      requestsAt: [outageStartedAt - minutes(1440)],
      coverage: [makeCoverage()],
    });
    expect(message && renderText(message, 110)).toBe(
      'Friday 20 November: no gateway failures, 5,000 requests served; 99.93 % of 12,345 records parsed.',
    );
    expect(message?.blocks).toHaveLength(1);
  });
  it('does not call a day clean without an access log', () => {
    const message = report('2026-11-20', { requests: 0 });
    expect(message?.text).toBe(
      'Friday 20 November: no gateway failures recorded, and no access log to count requests; no records read yet.',
    );
  });
  it('shows failures, comparison, steps, incidents and hours', () => {
    const dayBefore = makeOutageFailures(100).map((failure) => ({
      ...failure,
      at: failure.at - minutes(1440),
    }));
    const message = report(
      '2026-11-21',
      {
        failures: [...dayBefore, ...makeOutageFailures()],
        incidents: [makePayIncident()],
        requests: 5000,
        coverage: [makeCoverage()],
      },
      tomorrow,
    );
    const text = message ? renderText(message) : '';
    expect(text).toContain('Saturday 21 November: 209 failures');
    expect(text).toContain('That is 2.1 times as many as the day before');
    expect(text).toContain('1. 209 Upstream refuses connections at pay_backend, 3 more saved');
    expect(text).toContain('BG-142 Upstream refuses connections at pay_backend');
    expect(text).toContain('Routes: /api/pay/:id 178, /cart 31');
    expect(text).toContain('··············█·········');
    expect(text).toContain('99.93 % of 12,345 records parsed');
  });
  it('is marked as incomplete for today', () => {
    expect(report('2026-11-21', { failures: makeOutageFailures() })?.text).toMatch(
      /^Saturday 21 November so far: /,
    );
  });
  it('does not exist for tomorrow', () => {
    expect(report('2026-11-22', {})).toBeUndefined();
  });
  it('counts failures by local hour, even when clocks go back', () => {
    const from = getDaySpan('2026-10-25', timezone)?.from ?? 0;
    const failures = [2.5, 3.5, 24.5].map((hours) =>
      makePayFailure({ key: String(hours), at: from + hours * 3_600_000 }),
    );
    const summary = summarizeDay('2026-10-25', { now, timezone }, openFilledStore({ failures }));
    expect(summary?.byHour[2]).toBe(2);
    expect(summary?.byHour[23]).toBe(1);
  });
  it('draws the busiest hour highest and an empty hour as a dot', () => {
    const [bars = ''] = renderHourStrip(
      Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 80 : hour === 10 ? 1 : 0)),
    ).split('\n');
    expect(bars).toBe('·········█▁·············');
  });
});

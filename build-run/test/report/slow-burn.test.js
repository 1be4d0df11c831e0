import { describe, expect, it } from 'vitest';
import { hourMs } from '../../src/base/duration.js';
import { unknownFixFacts } from '../../src/diagnose/advice/fix-facts.js';
import { listCauseSteps } from '../../src/diagnose/cause.js';
import { getCause } from '../../src/diagnose/causes/index.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { formatTrend, renderDayReport } from '../../src/report/report-message.js';
import { summarizeDay } from '../../src/report/summary/day.js';
import { findChangingStep } from '../../src/report/words/advice.js';
import { validateMessage } from '../../src/slack/block-kit-limits.js';
import { openStore } from '../../src/storage/store.js';
import { makeFailure, makeIncident } from '../support/failure-fixtures.js';
import { makeBatch, makeFailureUpdates } from '../support/store-fixtures.js';

const midnightOf = (day) => Date.UTC(2026, 10, day);
/** Failures per day up to Saturday 21 November, spread over fifteen hours of each. */
const makeFailures = (perDay, overrides = {}) =>
  perDay.flatMap((count, dayIndex) =>
    Array.from({ length: count }, (_, n) =>
      makeFailure({
        key: `${dayIndex} ${n} ${overrides.upstream}`,
        at: midnightOf(22 - perDay.length + dayIndex) + Math.round(hourMs * (1 + (15 * n) / count)),
        cause: 'header-too-big',
        upstream: 'checkout',
        ...overrides,
      }),
    ),
  );
/** The text of Saturday's report. */
function renderReport(failures, incidents = []) {
  const store = openStore(':memory:');
  store.commit(makeBatch({ failures: makeFailureUpdates(failures, 1), incidents }), midnightOf(22));
  const summary = summarizeDay('2026-11-21', { now: midnightOf(22) + 9 * hourMs, timezone: 'UTC' }, store);
  if (summary === undefined) throw new Error('there is a Saturday');
  const message = renderDayReport(summary);
  expect(validateMessage(message)).toEqual([]);
  return renderTerminalText(message, { width: 200, colour: false });
}
describe('a slow burn in the report', () => {
  it('shows its rate, its trend and the change that ends it', () => {
    const text = renderReport(makeFailures([6, 9, 12, 15, 18, 21, 24]));
    expect(text).toContain('Slow burn');
    expect(text).toContain('Response header exceeds');
    expect(text).toContain('at checkout: 15 a day, +3 a day over 7 days');
    expect(text.split('Slow burn')[1]).toMatch(/a day over 7 days\n *Enlarge the buffer/);
  });
  it('is steady when days differ only by chance', () => {
    expect(renderReport(makeFailures([12, 14, 11, 12, 13, 12, 13]))).toContain(
      '12 a day, steady over 7 days',
    );
  });
  it('has no trend before three days were read', () => {
    const text = renderReport(makeFailures([9, 12]));
    expect(text).toContain('Slow burn');
    expect(text).not.toContain('a day');
  });
  it('is listed even if outages of the day have more failures', () => {
    const outages = Array.from({ length: 14 }, (_, n) =>
      makeFailures([40], { upstream: `service-${n}`, cause: 'connection-refused' }),
    ).flat();
    const incidents = Array.from({ length: 14 }, (_, n) =>
      makeIncident({
        id: n + 2,
        number: n + 2,
        upstream: `service-${n}`,
        firstFailureAt: midnightOf(21) + hourMs,
        lastFailureAt: midnightOf(21) + 16 * hourMs,
      }),
    );
    const text = renderReport([...outages, ...makeFailures([6, 9, 12, 15, 18, 21, 24])], incidents);
    expect(text).toContain('at checkout: 15 a day, +3 a day over 7 days');
    expect(text).toContain('8 more causes');
    expect(text).toMatch(/New: [^:]* and 8 more/);
  });
  it.each([
    [{ perDay: 12, slope: 3, days: 7 }, '12 a day, +3 a day over 7 days'],
    [{ perDay: 7.4, slope: -1.5, days: 7 }, '7.4 a day, −1.5 a day over 7 days'],
    [{ perDay: 1_200, slope: 20, days: 7 }, '1,200 a day, steady over 7 days'],
    [{ perDay: 0.7, slope: 0.2, days: 5 }, '0.7 a day, steady over 5 days'],
  ])('%j is %s', (pace, expected) => {
    expect(formatTrend(pace)).toBe(expected);
  });
});
it.each([
  ['header-too-big', 'nginx', 'Enlarge the buffer'],
  ['read-timeout', 'nginx', 'If this one route is slow by nature, raise'],
  ['dns-not-found', 'envoy', 'If only one address family exists, let the cluster look up both'],
  ['socket-permission', 'nginx', 'Add the user of nginx'],
])('the step chosen for %s at %s changes something', (cause, product, words) => {
  expect(findChangingStep(listCauseSteps(getCause(cause), product, unknownFixFacts))?.text).toContain(words);
});

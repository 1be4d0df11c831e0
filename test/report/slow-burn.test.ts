import { describe, expect, it } from 'vitest';
import { causeById } from '../../src/diagnose/causes/index.js';
import type { Failure } from '../../src/diagnose/failure.js';
import { nothingKnown } from '../../src/diagnose/fix-target.js';
import type { Incident } from '../../src/incidents/incident.js';
import { terminalText } from '../../src/render/terminal.js';
import { paceWords, reportView } from '../../src/report/report-message.js';
import { dayFactsOf } from '../../src/report/summary/day.js';
import { changeAmong } from '../../src/report/words/advice.js';
import { faultsIn } from '../../src/slack/block-kit-limits.js';
import { openStore } from '../../src/storage/store.js';
import { aBatch, aFailure, anIncident, sightingsOf } from '../support/store-fixtures.js';

const midnight = (day: number) => Date.UTC(2026, 10, day);
const hourMs = 3_600_000;

/** So many failures on each day up to Saturday 21 November, spread over fifteen hours. */
const burning = (perDay: readonly number[], over: Partial<Failure> = {}): readonly Failure[] =>
  perDay.flatMap((count, at) =>
    Array.from({ length: count }, (_, n) =>
      aFailure({
        key: `${at} ${n} ${over.upstream}`,
        at: midnight(22 - perDay.length + at) + Math.round(hourMs * (1 + (15 * n) / count)),
        cause: 'header-too-big',
        upstream: 'checkout',
        ...over,
      }),
    ),
  );

/** What the report of Saturday says. */
function report(failures: readonly Failure[], incidents: readonly Incident[] = []): string {
  const store = openStore(':memory:');
  store.commit(aBatch({ sightings: sightingsOf(failures, 1), incidents }), midnight(22));
  const facts = dayFactsOf('2026-11-21', { now: midnight(22) + 9 * hourMs, zone: 'UTC' }, store);
  if (facts === undefined) throw new Error('there is a Saturday');
  const message = reportView(facts);
  expect(faultsIn(message)).toEqual([]);
  return terminalText(message, { width: 200, colour: false });
}

describe('a slow burn in the report', () => {
  it('has its pace, its slope, and the one change that ends it', () => {
    const text = report(burning([6, 9, 12, 15, 18, 21, 24]));
    expect(text).toContain('Slow burn');
    expect(text).toContain('Response header exceeds');
    expect(text).toContain('at checkout: 15 a day, +3 a day over 7 days');
    expect(text.split('Slow burn')[1]).toMatch(/a day over 7 days\n *Make room for it/);
  });

  it('is steady where days differ by chance alone', () => {
    expect(report(burning([12, 14, 11, 12, 13, 12, 13]))).toContain('12 a day, steady over 7 days');
  });

  it('has no slope before three days were read', () => {
    const text = report(burning([9, 12]));
    expect(text).toContain('Slow burn');
    expect(text).not.toContain('a day');
  });

  it('is listed though outages of the day have more failures', () => {
    const outages = Array.from({ length: 14 }, (_, n) =>
      burning([40], { upstream: `service-${n}`, cause: 'connection-refused' }),
    ).flat();
    const told = Array.from({ length: 14 }, (_, n) =>
      anIncident({
        id: n + 2,
        number: n + 2,
        upstream: `service-${n}`,
        firstFailureAt: midnight(21) + hourMs,
        lastFailureAt: midnight(21) + 16 * hourMs,
      }),
    );
    const text = report([...outages, ...burning([6, 9, 12, 15, 18, 21, 24])], told);
    expect(text).toContain('at checkout: 15 a day, +3 a day over 7 days');
    expect(text).toContain('8 more causes');
    expect(text).toMatch(/New: [^:]* and 8 more/);
  });

  it.each([
    [{ perDay: 12, slope: 3, days: 7 }, '12 a day, +3 a day over 7 days'],
    [{ perDay: 7.4, slope: -1.5, days: 7 }, '7.4 a day, −1.5 a day over 7 days'],
    [{ perDay: 1_200, slope: 20, days: 7 }, '1,200 a day, steady over 7 days'],
    [{ perDay: 0.7, slope: 0.2, days: 5 }, '0.7 a day, steady over 5 days'],
  ])('%j is %s', (pace, words) => {
    expect(paceWords(pace)).toBe(words);
  });
});

it.each([
  ['header-too-big', 'nginx', 'Make room for it'],
  ['read-timeout', 'nginx', 'If this one route is slow by nature, raise the timeout'],
  ['dns-not-found', 'envoy', 'If only one family exists, let the cluster ask for it'],
  ['connection-refused', 'nginx', 'If only [::1] refuses, dial 127.0.0.1'],
] as const)('the change that ends %s at %s is no look around', (cause, family, words) => {
  expect(changeAmong(causeById(cause).fixes[family](nothingKnown))?.say).toContain(words);
});

import { describe, expect, it } from 'vitest';
import { findDueDailyReport, findDueWeeklyReport } from '../../src/report/schedule.js';

const schedule = {
  reportAt: 9 * 60,
  timezone: 'Europe/Berlin',
  databaseCreatedAt: Date.UTC(2026, 0, 1),
  isReported: () => false,
  hasTraffic: () => false,
};
describe('the daily report', () => {
  it.each([
    ['2026-11-22T07:59:59Z', undefined],
    ['2026-11-22T08:00:00Z', '2026-11-21'],
    ['2026-11-22T22:00:00Z', '2026-11-21'],
    ['2026-11-22T23:30:00Z', undefined],
  ])('at %s is due for day %s', (now, day) => {
    expect(findDueDailyReport(schedule, Date.parse(now))).toBe(day);
  });
  it('keeps its local time when clocks change', () => {
    expect(findDueDailyReport({ ...schedule, reportAt: 4 * 60 }, Date.parse('2026-03-29T02:00:00Z'))).toBe(
      '2026-03-28',
    );
    expect(
      findDueDailyReport({ ...schedule, reportAt: 4 * 60 }, Date.parse('2026-03-29T01:59:00Z')),
    ).toBeUndefined();
  });
  it('is posted once', () => {
    const isReported = (day) => day === '2026-11-21';
    expect(
      findDueDailyReport({ ...schedule, isReported }, Date.parse('2026-11-22T12:00:00Z')),
    ).toBeUndefined();
  });
  it('skips a day before the database was created, unless its logs were read', () => {
    const fresh = { ...schedule, databaseCreatedAt: Date.parse('2026-11-22T10:00:00Z') };
    const now = Date.parse('2026-11-22T12:00:00Z');
    expect(findDueDailyReport(fresh, now)).toBeUndefined();
    expect(findDueDailyReport({ ...fresh, hasTraffic: () => true }, now)).toBe('2026-11-21');
  });
});
describe('the weekly report', () => {
  // 22 November 2026 is a Sunday.
  const sunday = 7;
  it.each([
    ['2026-11-22T07:59:59Z', undefined],
    ['2026-11-22T08:00:00Z', '2026-11-21'],
    ['2026-11-22T22:59:59Z', '2026-11-21'],
    ['2026-11-22T23:00:00Z', undefined],
    ['2026-11-23T12:00:00Z', undefined],
  ])('on Sundays, at %s, is due for the week until %s', (now, day) => {
    expect(findDueWeeklyReport(schedule, sunday, Date.parse(now))).toBe(day);
  });
  it('is posted once, regardless of the daily report', () => {
    const now = Date.parse('2026-11-22T12:00:00Z');
    expect(
      findDueWeeklyReport({ ...schedule, isReported: (name) => name === '2026-11-21' }, sunday, now),
    ).toBe('2026-11-21');
    expect(
      findDueWeeklyReport({ ...schedule, isReported: (name) => name === 'week-2026-11-21' }, sunday, now),
    ).toBeUndefined();
  });
  it('is never due without a configured weekday', () => {
    expect(findDueWeeklyReport(schedule, null, Date.parse('2026-11-22T12:00:00Z'))).toBeUndefined();
  });
});

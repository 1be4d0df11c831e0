import { describe, expect, it } from 'vitest';
import { reportDue, weekDue } from '../../src/report/schedule.js';

const plan = {
  reportAt: 9 * 60,
  zone: 'Europe/Berlin',
  since: Date.UTC(2026, 0, 1),
  told: () => false,
  wasRead: () => false,
};

describe('the daily report', () => {
  it.each([
    ['2026-11-22T07:59:59Z', undefined],
    ['2026-11-22T08:00:00Z', '2026-11-21'],
    ['2026-11-22T22:00:00Z', '2026-11-21'],
    ['2026-11-22T23:30:00Z', undefined],
  ])('at %s is due for %s', (now, day) => {
    expect(reportDue(plan, Date.parse(now))).toBe(day);
  });

  it('keeps its hour when the clocks change', () => {
    expect(reportDue({ ...plan, reportAt: 4 * 60 }, Date.parse('2026-03-29T02:00:00Z'))).toBe('2026-03-28');
    expect(reportDue({ ...plan, reportAt: 4 * 60 }, Date.parse('2026-03-29T01:59:00Z'))).toBeUndefined();
  });

  it('comes once', () => {
    const told = (day: string) => day === '2026-11-21';
    expect(reportDue({ ...plan, told }, Date.parse('2026-11-22T12:00:00Z'))).toBeUndefined();
  });

  it('does not report on a day before the bot was there, unless its logs were read', () => {
    const fresh = { ...plan, since: Date.parse('2026-11-22T10:00:00Z') };
    const now = Date.parse('2026-11-22T12:00:00Z');
    expect(reportDue(fresh, now)).toBeUndefined();
    expect(reportDue({ ...fresh, wasRead: () => true }, now)).toBe('2026-11-21');
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
  ])('of Sundays at %s is due for the week until %s', (now, day) => {
    expect(weekDue(plan, sunday, Date.parse(now))).toBe(day);
  });

  it('comes once, whatever became of the daily one', () => {
    const now = Date.parse('2026-11-22T12:00:00Z');
    expect(weekDue({ ...plan, told: (name) => name === '2026-11-21' }, sunday, now)).toBe('2026-11-21');
    expect(weekDue({ ...plan, told: (name) => name === 'week-2026-11-21' }, sunday, now)).toBeUndefined();
  });

  it('never comes where nobody asked for it', () => {
    expect(weekDue(plan, null, Date.parse('2026-11-22T12:00:00Z'))).toBeUndefined();
  });
});

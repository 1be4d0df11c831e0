import { describe, expect, it } from 'vitest';
import { reportDue } from '../src/report-due.js';

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

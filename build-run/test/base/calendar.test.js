import { describe, expect, it } from 'vitest';
import {
  addDays,
  formatClockTime,
  formatLongDay,
  getDaySpan,
  getLocalDay,
  getLocalHour,
  isTimezone,
} from '../../src/base/calendar.js';
import {
  formatChange,
  formatCount,
  formatDuration,
  formatPercent,
  pluralize,
} from '../../src/base/format-number.js';

const parseTime = (iso) => Date.parse(iso);
const countHours = (day, timezone) => {
  const span = getDaySpan(day, timezone);
  return span && (span.to - span.from) / 3_600_000;
};
describe('calendar days in a time zone', () => {
  it.each([
    ['2026-11-21T23:30:00Z', 'UTC', '2026-11-21', '23:30'],
    ['2026-11-21T23:30:00Z', 'Europe/Berlin', '2026-11-22', '00:30'],
    ['2026-11-21T23:30:00Z', 'America/Los_Angeles', '2026-11-21', '15:30'],
    ['2026-11-21T23:30:00Z', 'Asia/Kathmandu', '2026-11-22', '05:15'],
  ])('%s in %s is %s at %s', (iso, timezone, day, clock) => {
    expect([getLocalDay(parseTime(iso), timezone), formatClockTime(parseTime(iso), timezone)]).toEqual([
      day,
      clock,
    ]);
  });
  it.each([
    ['an ordinary day', '2026-11-21', 'Europe/Berlin', 24],
    ['the day on which clocks go forward', '2026-03-29', 'Europe/Berlin', 23],
    ['the day on which clocks go back', '2026-10-25', 'Europe/Berlin', 25],
    ['a change of half an hour', '2026-04-05', 'Australia/Lord_Howe', 24.5],
    ['a day that begins at one o’clock', '2018-11-04', 'America/Sao_Paulo', 23],
    ['a day that a country skipped', '2011-12-30', 'Pacific/Apia', 0],
  ])('%s', (_, day, timezone, expected) => {
    expect(countHours(day, timezone)).toBe(expected);
  });
  it('ends each day where the next begins, all year round', () => {
    for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1) ?? '2027') {
      const next = addDays(day, 1) ?? '';
      expect(getDaySpan(day, 'Africa/Cairo')?.to).toBe(getDaySpan(next, 'Africa/Cairo')?.from);
    }
  });
  it('begins a day exactly at midnight', () => {
    expect(getDaySpan('2026-11-21', 'Europe/Berlin')?.from).toBe(parseTime('2026-11-20T23:00:00Z'));
    expect(getLocalHour(parseTime('2026-11-20T23:00:00Z'), 'Europe/Berlin')).toBe(0);
  });
  it.each(['2026-02-30', '2026-13-01', '26-1-1', 'yesterday', ''])('rejects %j as a day', (day) => {
    expect(getDaySpan(day, 'UTC')).toBeUndefined();
    expect(addDays(day, 1)).toBeUndefined();
  });
  it('formats a number beyond the calendar without throwing', () => {
    expect(getLocalDay(1e300, 'UTC')).toBe('275760-09-13');
    expect(formatClockTime(-1e300, 'UTC')).toBe('00:00');
  });
  it('formats days for people', () => {
    expect(formatLongDay('2026-11-21')).toBe('Saturday 21 November');
    expect(isTimezone('Europe/Berlin')).toBe(true);
    expect(isTimezone('Europe/Nowhere')).toBe(false);
  });
});
describe('numbers for people', () => {
  it.each([
    [0, '0 s'],
    [45_000, '45 s'],
    [719_000, '11 min'],
    [3_900_000, '1 h 5 min'],
    [7_200_000, '2 h'],
    [273_600_000, '3 d 4 h'],
    [-5, '0 s'],
  ])('%i ms last %s', (ms, expected) => expect(formatDuration(ms)).toBe(expected));
  it.each([
    [41, 1000, '4.1 %'],
    [0, 1000, '0 %'],
    [1, 1_000_000, '< 0.01 %'],
    [999_999, 1_000_000, '99.99 %'],
    [5, 5, '100 %'],
    [3, 0, '0 %'],
    [237, 1000, '24 %'],
  ])('%i of %i is %s', (part, total, expected) => expect(formatPercent(part, total)).toBe(expected));
  it('groups thousands and forms plurals', () => {
    expect([formatCount(1_234_567), formatCount(999)]).toEqual(['1,234,567', '999']);
    expect([pluralize(1, 'request'), pluralize(0, 'request'), pluralize(2, 'reply', 'replies')]).toEqual([
      '1 request',
      '0 requests',
      '2 replies',
    ]);
  });
  it.each([
    [100, 100, 'as many'],
    [100, 250, '2.5 times as many'],
    [100, 1200, '12 times as many'],
    [100, 141, '41 % more'],
    [100, 50, '50 % fewer'],
    [100, 0, '100 % fewer'],
  ])('from %i to %i: %s', (before, now, expected) => expect(formatChange(before, now)).toBe(expected));
});

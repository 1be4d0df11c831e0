import { type Day, daysLater, spanOfDay } from '../../base/calendar.js';
import type { Span } from '../../base/span.js';
import { alarmingIn } from '../../incidents/failure-counts.js';
import type { Ledger, Totals } from '../repository.js';
import { type Changes, changesSince } from './compare-periods.js';
import { type SpanFacts, spanFactsOf } from './period.js';

/** All that is known about seven days in one zone, gathered for the report. */
export type WeekFacts = SpanFacts & {
  /** The first and the last of them. */
  readonly from: Day;
  readonly to: Day;
  readonly days: readonly DayCount[];
  /** The seven days before. */
  readonly weekBefore: Totals;
  readonly turned: Changes;
};

/** Failures of a day that clients saw, or may have seen. */
export type DayCount = { readonly day: Day; readonly alarming: number };

/** Gathers those that end with this day; undefined when there is no such day, or it has not begun. */
export function weekFactsOf(
  to: Day,
  { now, zone }: { now: number; zone: string },
  ledger: Ledger,
): WeekFacts | undefined {
  const week = [-6, -5, -4, -3, -2, -1, 0].flatMap((days) => daysLater(to, days) ?? []);
  const [from = to] = week;
  const whole = spanOver(from, to, zone);
  if (whole === undefined || whole.from >= now) return undefined;
  const span = { from: whole.from, to: Math.min(whole.to, now) };
  const before = spanOver(daysLater(from, -7) ?? from, daysLater(to, -7) ?? to, zone) ?? span;
  const past = spanOver(daysLater(from, -28) ?? from, daysLater(from, -1) ?? from, zone) ?? before;
  const facts = spanFactsOf(span, zone, ledger);
  return {
    ...facts,
    from,
    to,
    days: week.map((day) => ({ day, alarming: alarmingOn(day, span, zone, ledger) })),
    weekBefore: ledger.totals(before),
    turned: changesSince(before, past, facts, ledger),
  };
}

function spanOver(from: Day, to: Day, zone: string): Span | undefined {
  const first = spanOfDay(from, zone);
  const last = spanOfDay(to, zone);
  return first && last && { from: first.from, to: last.to };
}

function alarmingOn(day: Day, within: Span, zone: string, ledger: Ledger): number {
  const span = spanOfDay(day, zone);
  if (span === undefined || span.from >= within.to) return 0;
  const { outcomes } = ledger.totals({ from: span.from, to: Math.min(span.to, within.to) });
  return alarmingIn(outcomes);
}

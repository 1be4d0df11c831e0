import type { CauseId } from './cause.js';
import type { ChangeNote, Ledger, Span, Totals } from './ledger.js';
import type { SpanFacts } from './span-facts.js';
import { alarmingIn } from './tally.js';

/** What is different from an earlier time. */
export type Changes = {
  /** How it was with each group then. */
  readonly before: readonly Before[];
  /** What failed then and no longer does, most frequent first. */
  readonly gone: readonly Gone[];
};

/** One for each group of the facts, in their order. */
export type Before = { readonly alarming: number; readonly isNew: boolean };
export type Gone = { readonly cause: CauseId; readonly upstream: string | null; readonly alarming: number };

/** Compares a span with the one before, and tells what had never been in `past`. */
export function changesSince(
  before: Span,
  past: Span,
  { groups, span }: Pick<SpanFacts, 'groups' | 'span'>,
  ledger: Ledger,
): Changes {
  // Where nothing was read before, everything would be new.
  const wasRead = isRead(ledger.totals(past));
  const alarmingDuring = (within: Span, { cause, upstream }: Struck) =>
    alarmingIn(ledger.totals(within, { cause, upstream }).outcomes);
  return {
    before: groups.map((group) => ({
      alarming: alarmingDuring(before, group),
      isNew: wasRead && ledger.totals(past, { cause: group.cause, upstream: group.upstream }).failures === 0,
    })),
    gone: ledger
      .groups(before, goneMax * 2)
      .map(({ cause, upstream, outcomes }) => ({
        cause,
        upstream,
        alarming: alarmingIn(outcomes),
      }))
      .filter((group) => group.alarming >= goneFailures && alarmingDuring(span, group) === 0)
      .slice(0, goneMax),
  };
}

/** What people would name as a change, by time: not each worker that a reload starts and stops, nor what peers did. */
export function tellingChanges(changes: readonly ChangeNote[]): readonly ChangeNote[] {
  const sorted = [...changes].sort((one, other) => one.at - other.at);
  const ordered = sorted.filter(({ kind }) => kind === 'reload' || kind === 'config' || kind === 'deploy');
  return sorted.filter(
    ({ kind, at }) =>
      kind !== 'ejection' &&
      ((kind !== 'restart' && kind !== 'stop') ||
        !ordered.some((order) => at >= order.at && at - order.at < turnoverMs)),
  );
}

/** True for a time in which logs were read: none that failed and none that was served means that nobody looked. */
export const isRead = ({ failures, requests }: Totals): boolean => failures > 0 || (requests ?? 0) > 0;

type Struck = { readonly cause: CauseId; readonly upstream: string | null };

/** In this time after a reload, workers come and go because of it. */
const turnoverMs = 60_000;
const goneMax = 5;
/** Fewer than these come and go without a reason. */
const goneFailures = 5;

import type { Span } from '../../base/span.js';
import type { CauseId } from '../../diagnose/cause.js';
import { alarmingIn } from '../../incidents/failure-counts.js';
import { isRead, type Ledger } from '../repository.js';
import type { SpanFacts } from './period.js';

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

type Struck = { readonly cause: CauseId; readonly upstream: string | null };

const goneMax = 5;
/** Fewer than these come and go without a reason. */
const goneFailures = 5;

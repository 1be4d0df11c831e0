import { sumNumbers } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import type { AnswerCount, FailureFilter, Repository } from '../repository.js';

/** Answers of the gateway that pass a filter, whether they are failures or not. */
export type AnswersSummary = {
  /** The counted span, rounded outwards. */
  readonly span: Span;
  /** Time from which answers are counted; null when no access log was read. */
  readonly countedSince: number | null;
  readonly answers: number;
  /** Those that the log shows to be made by the upstream. */
  readonly madeByUpstream: number;
  /** Answers of the same place with any status. */
  readonly total: number;
  /** Gateway failures with these statuses. */
  readonly failures: number;
  readonly byStatus: readonly AnswerCount[];
  readonly byUpstream: readonly AnswerCount[];
  /** By status and upstream. */
  readonly counts: readonly AnswerCount[];
};

/** Summarizes the answers of a span. */
export function summarizeAnswers(repository: Repository, span: Span, filter: FailureFilter): AnswersSummary {
  const { statuses: _, ...place } = filter;
  const counted = repository.answers(span, 'upstream', filter);
  const counts = counted?.counts ?? [];
  const countedSpan = counted?.span ?? span;
  const total = repository.answers(span, 'status', place)?.counts ?? [];
  return {
    span: countedSpan,
    countedSince: counted?.countedSince ?? null,
    answers: sumRequests(counts),
    madeByUpstream: sumNumbers(counts.map(({ madeByUpstream }) => madeByUpstream)),
    total: sumRequests(total),
    failures: repository.totals(countedSpan, filter).failures,
    byStatus: sumCounts(counts, ({ status }) => status),
    byUpstream: sumCounts(counts, ({ key }) => key),
    counts,
  };
}

const sumRequests = (counts: readonly AnswerCount[]) => sumNumbers(counts.map(({ requests }) => requests));

/** Sums the counts that have one name, largest first. */
function sumCounts(
  counts: readonly AnswerCount[],
  readName: (count: AnswerCount) => string | number | null,
): readonly AnswerCount[] {
  const sums = new Map<string | number | null, AnswerCount>();
  for (const count of counts) {
    const name = readName(count);
    const sum = sums.get(name);
    sums.set(
      name,
      sum === undefined
        ? count
        : {
            ...sum,
            requests: sum.requests + count.requests,
            madeByUpstream: sum.madeByUpstream + count.madeByUpstream,
          },
    );
  }
  return [...sums.values()].sort((a, b) => b.requests - a.requests);
}

import { sumNumbers } from '../../base/format-number.js';
/** Summarizes the answers of a span. */
export function summarizeAnswers(repository, span, filter) {
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
const sumRequests = (counts) => sumNumbers(counts.map(({ requests }) => requests));
/** Sums the counts that have one name, largest first. */
function sumCounts(counts, readName) {
  const sums = new Map();
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

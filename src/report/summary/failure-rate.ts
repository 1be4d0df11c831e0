import type { Span } from '../../base/span.js';
import type { Dimension, Ledger, Of, Ranked } from '../repository.js';

/** What failed, beside its own requests; null where these are not known for that time, or are fewer than what failed. */
export type Rated = Ranked & { readonly requests: number | null };

/** What was ranked, with the requests that it is a share of. */
export function rated(
  ranked: readonly Ranked[],
  by: Dimension,
  { ledger, span, of }: { readonly ledger: Ledger; readonly span: Span; readonly of: Of },
): readonly Rated[] {
  const requests = requestsBy(ranked, by, { ledger, span, of });
  return ranked.map((each) => {
    const served = requests(each.key);
    return { ...each, requests: served === null || served < each.count ? null : served };
  });
}

/** Who surely fails for the greatest share of its own requests first; what has no requests comes behind. */
export const byOwnRate = (all: readonly Rated[]): readonly Rated[] =>
  [...all].sort((one, other) => sureRateOf(other) - sureRateOf(one));

/** So many deviations below what was counted: of few failures one more or less would else decide. */
const deviations = 1.64;

const sureRateOf = ({ count, requests }: Rated): number =>
  requests === null ? -1 : Math.max(0, count - deviations * Math.sqrt(count)) / requests;

/** False where requests are counted over another time than was asked for, so that what failed then is no share of them. */
export const isNearly = (counted: Span, asked: Span): boolean =>
  Math.max(Math.abs(counted.from - asked.from), Math.abs(counted.to - asked.to)) <=
  Math.max(minuteMs, nearShare * (asked.to - asked.from));

const minuteMs = 60_000;
/** An hour of a day. */
const nearShare = 0.05;

function requestsBy(
  ranked: readonly Ranked[],
  by: Dimension,
  { ledger, span, of }: { readonly ledger: Ledger; readonly span: Span; readonly of: Of },
): (key: string | null) => number | null {
  if (by === 'upstream') {
    const plain = ledger.served(span, of);
    if (plain === undefined || !isNearly(plain.span, span)) return () => null;
    return (key) => (key === null ? null : (ledger.served(span, { ...of, upstream: key })?.requests ?? null));
  }
  if (by !== 'route' && by !== 'host' && by !== 'customer') return () => null;
  const names = ranked.flatMap(({ key }) => key ?? []);
  const served = ledger.servedBy(span, by, names, of);
  if (served === undefined || !isNearly(served.span, span)) return () => null;
  return (key) => (key === null ? null : (served.requests.get(key) ?? null));
}

/** Severities, mildest first: three levels on which different people would agree. */
export const severities = ['minor', 'major', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** Current impact of a fault. */
export type SeverityInput = {
  /** Share of the requests to its upstreams that fail, 0 to 1; null without an access log. */
  readonly share: number | null;
  /** Client-impacting failures per minute. */
  readonly failuresPerMinute: number;
  readonly upstreamCount: number;
};

/** The severity by failure share, failure rate or number of upstreams, whichever is worst. */
export function gradeSeverity({ share, failuresPerMinute, upstreamCount }: SeverityInput): Severity {
  const step = severitySteps.find(
    (candidate) =>
      upstreamCount >= candidate.upstreams ||
      failuresPerMinute >= candidate.perMinute ||
      // A large share of little traffic affects few people.
      (share !== null && share >= candidate.share && failuresPerMinute >= candidate.perMinuteOfShare),
  );
  return step?.severity ?? 'minor';
}

/** The worse of two severities. */
export const pickWorseSeverity = (a: Severity, b: Severity): Severity => (isMoreSevere(a, b) ? a : b);

/** True if `a` is worse than `b`. */
export const isMoreSevere = (a: Severity, b: Severity): boolean =>
  severities.indexOf(a) > severities.indexOf(b);

const severitySteps = [
  { severity: 'critical', upstreams: 10, perMinute: 1_000, share: 0.25, perMinuteOfShare: 60 },
  { severity: 'major', upstreams: 3, perMinute: 100, share: 0.05, perMinuteOfShare: 10 },
] as const;

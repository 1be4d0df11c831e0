/** How bad an incident is, mildest first. A closed scale: three steps that three people would choose alike. */
export const severities = ['minor', 'major', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** Whom and how much a fault reaches at the moment. */
export type SeverityInput = {
  /** Part of the requests to its upstreams that fail, 0 to 1; null where no access log tells. */
  readonly share: number | null;
  /** Failures a minute that clients saw, or may have seen. */
  readonly failuresPerMinute: number;
  readonly upstreamCount: number;
};

/** How bad that is: by the part of the requests that fail, by how many, or by how many upstreams. */
export function gradeSeverity({ share, failuresPerMinute, upstreamCount }: SeverityInput): Severity {
  const step = severitySteps.find(
    (candidate) =>
      upstreamCount >= candidate.upstreams ||
      failuresPerMinute >= candidate.perMinute ||
      // A great share of little traffic hits few people.
      (share !== null && share >= candidate.share && failuresPerMinute >= candidate.perMinuteOfShare),
  );
  return step?.severity ?? 'minor';
}

/** The worse of two. */
export const pickWorseSeverity = (a: Severity, b: Severity): Severity => (isMoreSevere(a, b) ? a : b);

/** True when `one` is worse than `other`. */
export const isMoreSevere = (a: Severity, b: Severity): boolean =>
  severities.indexOf(a) > severities.indexOf(b);

const severitySteps = [
  { severity: 'critical', upstreams: 10, perMinute: 1_000, share: 0.25, perMinuteOfShare: 60 },
  { severity: 'major', upstreams: 3, perMinute: 100, share: 0.05, perMinuteOfShare: 10 },
] as const;

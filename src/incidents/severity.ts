/** How bad an incident is, mildest first. A closed scale: three steps that three people would choose alike. */
export const severities = ['minor', 'major', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** Whom and how much a fault reaches at the moment. */
export type Reach = {
  /** Part of the requests to its upstreams that fail, 0 to 1; null where no access log tells. */
  readonly share: number | null;
  /** Failures a minute that clients saw, or may have seen. */
  readonly perMinute: number;
  readonly upstreams: number;
};

/** How bad that is: by the part of the requests that fail, by how many, or by how many upstreams. */
export function severityOf({ share, perMinute, upstreams }: Reach): Severity {
  const step = steps.find(
    (each) =>
      upstreams >= each.upstreams ||
      perMinute >= each.perMinute ||
      // A great share of little traffic hits few people.
      (share !== null && share >= each.share && perMinute >= each.perMinuteOfShare),
  );
  return step?.severity ?? 'minor';
}

/** The worse of two. */
export const worse = (one: Severity, other: Severity): Severity => (exceeds(one, other) ? one : other);

/** True when `one` is worse than `other`. */
export const exceeds = (one: Severity, other: Severity): boolean =>
  severities.indexOf(one) > severities.indexOf(other);

const steps = [
  { severity: 'critical', upstreams: 10, perMinute: 1_000, share: 0.25, perMinuteOfShare: 60 },
  { severity: 'major', upstreams: 3, perMinute: 100, share: 0.05, perMinuteOfShare: 10 },
] as const;

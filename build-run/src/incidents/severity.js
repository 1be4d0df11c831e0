/** Severities, mildest first: three levels on which different people would agree. */
export const severities = ['minor', 'major', 'critical'];
/** The severity by failure share, failure rate or number of upstreams, whichever is worst. */
export function gradeSeverity({ share, failuresPerMinute, upstreamCount }) {
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
export const pickWorseSeverity = (a, b) => (isMoreSevere(a, b) ? a : b);
/** True if `a` is worse than `b`. */
export const isMoreSevere = (a, b) => severities.indexOf(a) > severities.indexOf(b);
const severitySteps = [
  { severity: 'critical', upstreams: 10, perMinute: 1_000, share: 0.25, perMinuteOfShare: 60 },
  { severity: 'major', upstreams: 3, perMinute: 100, share: 0.05, perMinuteOfShare: 10 },
];

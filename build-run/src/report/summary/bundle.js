import { extractHost } from '../../base/ip-address.js';
import { createPseudonymizer, pseudonymizeDeep } from '../../base/pseudonymize.js';
import { buildIncidentDetail } from './incident-detail.js';
/** Collects and pseudonymizes the bundle. */
export function collectBundle(incident, repository, formats, now) {
  const detail = buildIncidentDetail(incident, repository, now);
  const failures = [...repository.latestFailures(incident, failuresMax)].reverse();
  const records = repository.evidence(incident, recordsMax);
  const evidenceFiles = new Set(
    [...records, ...failures.flatMap(({ evidence }) => evidence)].map(({ file }) => file),
  );
  const span = { from: incident.firstFailureAt, to: incident.lastFailureAt + 1 };
  const { cause, ...publicSummary } = detail.summary;
  const bundle = {
    detail: { ...detail, summary: { ...publicSummary, earlier: [] } },
    totals: { ...repository.totals(span, { upstream: incident.upstream }), outcomes: incident.outcomes },
    failures,
    records,
    timelineEntries: repository.timeline(incident.id).filter(({ event }) => event.type !== 'noted'),
    changes: detail.changes,
    files: repository
      .coverage()
      .filter(({ file }) => evidenceFiles.has(file))
      .map((file) => ({ ...file, examples: [] })),
    formats,
  };
  const peers = [...failures.map(({ peer }) => peer), ...detail.summary.peers.map(({ key }) => key)];
  const names = [...detail.summary.upstreams, ...peers].flatMap((name) => name ?? []);
  const pseudonymized = pseudonymizeDeep(bundle, createPseudonymizer(new Set(names.map(extractHost))));
  // The cause comes from the catalogue: its addresses are examples and stay.
  return {
    ...pseudonymized,
    detail: { ...pseudonymized.detail, summary: { ...pseudonymized.detail.summary, cause } },
  };
}
const failuresMax = 1_000;
const recordsMax = 500;

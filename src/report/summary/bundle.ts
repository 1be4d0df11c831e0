import { extractHost } from '../../base/ip-address.js';
import { createPseudonymizer, pseudonymizeDeep } from '../../base/pseudonymize.js';
import type { Failure } from '../../diagnose/failure.js';
import type { Incident } from '../../incidents/incident.js';
import type { TimelineEntry } from '../../incidents/timeline.js';
import type { LogFormatRule } from '../../parse/decoder.js';
import type { GatewayChange } from '../../parse/event.js';
import type { Evidence } from '../../parse/line.js';
import type { FailureTotals, FileCoverage, Repository } from '../repository.js';
import { buildIncidentDetail, type IncidentDetail } from './incident-detail.js';

/** Log format strings from the configuration. */
export type ConfiguredFormats = {
  readonly nginxLogFormats: readonly LogFormatRule[];
  readonly envoyLogFormats: readonly LogFormatRule[];
};

/** An incident for people outside the company: addresses and people are pseudonymized, notes omitted. */
export type IncidentBundle = {
  readonly detail: IncidentDetail;
  readonly totals: FailureTotals;
  /** Its latest failures, oldest first. */
  readonly failures: readonly Failure[];
  /** Its first and latest records, oldest first. */
  readonly records: readonly Evidence[];
  readonly timelineEntries: readonly TimelineEntry[];
  readonly changes: readonly GatewayChange[];
  /** Coverage of the files with its records. */
  readonly files: readonly FileCoverage[];
  readonly formats: ConfiguredFormats;
};

/** Collects and pseudonymizes the bundle. */
export function collectBundle(
  incident: Incident,
  repository: Repository,
  formats: ConfiguredFormats,
  now: number,
): IncidentBundle {
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

import { hostOf, pseudonyms, under } from '../../base/pseudonymize.js';
import type { Failure } from '../../diagnose/failure.js';
import type { Incident } from '../../incidents/incident.js';
import type { TimelineEntry } from '../../incidents/timeline.js';
import type { FormatRule } from '../../parse/decoder.js';
import type { ChangeNote } from '../../parse/event.js';
import type { Evidence } from '../../parse/line.js';
import type { FileCoverage, Ledger, Totals } from '../repository.js';
import { detailOf, type IncidentDetail } from './incident-detail.js';

/** The format strings that the configuration gives. */
export type ConfiguredFormats = {
  readonly nginxLogFormats: readonly FormatRule[];
  readonly envoyLogFormats: readonly FormatRule[];
};

/** What is sent of an incident to somebody outside: addresses and people have other names, and notes are left out. */
export type BundleFacts = {
  readonly detail: IncidentDetail;
  readonly totals: Totals;
  /** Its latest failures, by time. */
  readonly failures: readonly Failure[];
  /** Its first and its latest records, by time. */
  readonly records: readonly Evidence[];
  readonly entries: readonly TimelineEntry[];
  readonly changes: readonly ChangeNote[];
  /** How the files were read that tell of it. */
  readonly files: readonly FileCoverage[];
  readonly formats: ConfiguredFormats;
};

/** Gathers it. */
export function bundleFactsOf(
  incident: Incident,
  ledger: Ledger,
  formats: ConfiguredFormats,
  now: number,
): BundleFacts {
  const detail = detailOf(incident, ledger, now);
  const failures = [...ledger.failures(incident, failuresMax)].reverse();
  const records = ledger.evidence(incident, recordsMax);
  const places = new Set(
    [...records, ...failures.flatMap(({ evidence }) => evidence)].map(({ file }) => file),
  );
  const span = { from: incident.firstFailureAt, to: incident.lastFailureAt + 1 };
  const { cause, ...told } = detail.facts;
  const facts = {
    detail: { ...detail, facts: { ...told, earlier: [] } },
    totals: { ...ledger.totals(span, { upstream: incident.upstream }), outcomes: incident.counts },
    failures,
    records,
    entries: ledger.timeline(incident.id).filter(({ what }) => what.name !== 'noted'),
    changes: detail.changes,
    files: ledger
      .coverage()
      .filter(({ file }) => places.has(file))
      .map((file) => ({ ...file, examples: [] })),
    formats,
  };
  const peers = [...failures.map(({ peer }) => peer), ...detail.facts.peers.map(({ key }) => key)];
  const named = [...detail.facts.upstreams, ...peers].flatMap((name) => name ?? []);
  const renamed = under(facts, pseudonyms(new Set(named.map(hostOf))));
  // The catalogue is ours: addresses in it are examples.
  return { ...renamed, detail: { ...renamed.detail, facts: { ...renamed.detail.facts, cause } } };
}

const failuresMax = 1_000;
const recordsMax = 500;

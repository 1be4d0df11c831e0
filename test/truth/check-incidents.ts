import type { PrintedFailure } from './check-failures.js';
import { Comparison } from './mismatch.js';

/** An incident as JSON prints it everywhere. */
export type PrintedIncident = {
  readonly id: string;
  readonly causes: readonly string[];
  readonly aftermath: readonly string[];
  readonly upstreams: readonly string[];
  readonly openedAt: string | null;
  readonly resolvedAt: string | null;
  readonly state: string;
  readonly failures: number;
  readonly clientVisible: number;
};

/** An incident opens at this many failures that clients saw or may have seen, within this time. */
const openFailures = 5;
const openWindowMs = 60_000;

/**
 * Compares incidents with the failures. How failures are folded into incidents is a judgement and no number; but each
 * incident counts failures of its causes at its upstreams, none is counted twice, and none opens without a reason.
 */
export function checkIncidents(
  surface: string,
  printed: readonly PrintedIncident[],
  failures: readonly PrintedFailure[],
): Comparison {
  // Errors of an application have incidents of their own, and are no failures of the gateway.
  const incidents = printed.filter(({ causes }) => causes.some((cause) => cause !== 'upstream-500'));
  const comparison = new Comparison(surface);
  const canBelong = createBelongsCheck(failures);
  for (const incident of incidents) {
    const own = failures.filter((failure) => canBelong(failure, incident));
    comparison.within('failures of an incident', openFailures, own.length, incident.failures);
    comparison.within(
      'client-visible failures of an incident',
      0,
      own.filter(({ outcome }) => outcome === 'client-visible').length,
      incident.clientVisible,
    );
    checkTimes(comparison, incident, own);
  }
  const counted = incidents.reduce((sum, { failures: count }) => sum + count, 0);
  const told = failures.filter((failure) => incidents.some((incident) => canBelong(failure, incident)));
  comparison.within('failures of all incidents', 0, told.length, counted);
  const [only] = incidents;
  if (
    incidents.length === 1 &&
    only?.causes.length === 1 &&
    only.upstreams.length === 1 &&
    told.every(({ upstream }) => upstream !== null && only.upstreams.includes(upstream))
  )
    comparison.equal('failures of the only incident', told.length, counted);
  return comparison;
}

/** Tells whether an incident may count a failure, as far as what is printed of both shows. */
function createBelongsCheck(failures: readonly PrintedFailure[]) {
  const isPeerOf = (address: string, upstreams: readonly string[]) =>
    failures.some(({ peer, upstream }) => peer === address && upstreams.includes(upstream ?? ''));
  return ({ cause, upstream, peer }: PrintedFailure, { causes, aftermath, upstreams }: PrintedIncident) =>
    (causes.includes(cause) || aftermath.includes(cause)) &&
    // Failures without an upstream may be folded into any incident: its list leaves them out.
    (upstream === null ||
      upstreams.includes(upstream) ||
      // A failure keeps the address by which it was told before the name of its group was known; the incident does not.
      (upstream === peer && isPeerOf(upstream, upstreams)));
}

/**
 * It opens with the failure that makes it enough, and not long after the last one. A failure that turns out to have been
 * saved counts as well: nobody knew when it opened.
 */
function checkTimes(comparison: Comparison, incident: PrintedIncident, own: readonly PrintedFailure[]): void {
  const times = own.map(({ at }) => Date.parse(at)).toSorted((a, b) => a - b);
  const openable = times.filter(
    (at) => times.filter((one) => one <= at && one > at - openWindowMs).length >= openFailures,
  );
  const openedAt = Date.parse(incident.openedAt ?? '');
  const [firstOpenable] = openable;
  comparison.within(
    'opening of an incident',
    firstOpenable ?? Number.POSITIVE_INFINITY,
    (times.at(-1) ?? 0) + openWindowMs + 130_000,
    openedAt,
  );
  if (incident.resolvedAt !== null)
    comparison.within(
      'end of an incident',
      openedAt,
      Number.POSITIVE_INFINITY,
      Date.parse(incident.resolvedAt),
    );
}

import { Comparison } from './mismatch.js';

/** An incident opens at this many failures that clients saw or may have seen, within this time. */
const openFailures = 5;
const openWindowMs = 60_000;
/**
 * Compares incidents with the failures. How failures are folded into incidents is a judgement and no number; but each
 * incident counts failures of its causes at its upstreams, none is counted twice, and none opens without a reason.
 */
export function checkIncidents(surface, world, printed, failures) {
  // Errors of an application have incidents of their own, and are no failures of the gateway.
  const incidents = printed.filter(({ causes }) => causes.some((cause) => cause !== 'upstream-500'));
  const comparison = new Comparison(surface);
  const canBelong = (failure, incident) =>
    isOfCause(failure, incident) && isAtUpstream(failure, incident, world);
  for (const incident of incidents) {
    const own = failures.filter((failure) => canBelong(failure, incident));
    // One that opened may have lost failures since, when the other log took them back. An aftermath, and what names no
    // upstream, may belong to others as well.
    const certain = own.filter(({ cause, upstream }) => upstream !== null && incident.causes.includes(cause));
    const least = Math.min(openFailures, certain.length);
    comparison.within('failures of an incident', least, own.length, incident.failures);
    comparison.within(
      'client-visible failures of an incident',
      0,
      own.filter(({ outcome }) => outcome === 'client-visible').length,
      incident.clientVisible,
    );
    checkTimes(comparison, incident, own, listFailureTimes(failures, world));
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
    comparison.within(
      'failures of the only incident',
      // An aftermath of long before may belong to failures that never opened.
      told.filter(({ cause }) => only.causes.includes(cause)).length,
      told.length,
      counted,
    );
  return comparison;
}
const isOfCause = ({ cause }, { causes, aftermath }) => causes.includes(cause) || aftermath.includes(cause);
/** An incident names a group as soon as a line does, and its failures of before keep the address that they had. */
const isAtUpstream = ({ upstream }, { upstreams }, { exchanges }) =>
  // Failures without an upstream may be folded into any incident: its list leaves them out.
  upstream === null ||
  upstreams.includes(upstream) ||
  exchanges.some(
    ({ service }) =>
      service?.peers.includes(upstream) &&
      (upstreams.includes(service.name) || upstreams.includes(service.proxyHost)),
  );
/** Failures, and answers with a bad status that the other log explained later: rejected clients, for example. */
const listFailureTimes = (failures, { exchanges }) =>
  [
    ...failures.map(({ at }) => Date.parse(at)),
    ...exchanges.filter(({ status }) => status >= 500).map(({ endMs }) => endMs),
  ].toSorted((a, b) => a - b);
/**
 * It opens with the failure that makes it enough, and not long after the last one. A failure that turns out to have been
 * saved, or another fault's, counts as well: nobody knew when it opened.
 */
function checkTimes(comparison, incident, own, times) {
  // One that has lost all its failures may have had any.
  const lastAt = own.length === 0 ? (times.at(-1) ?? 0) : Math.max(...own.map(({ at }) => Date.parse(at)));
  const openable = times.filter(
    (at) => times.filter((one) => one <= at && one > at - openWindowMs).length >= openFailures,
  );
  const openedAt = Date.parse(incident.openedAt ?? '');
  const [firstOpenable] = openable;
  comparison.within(
    'opening of an incident',
    firstOpenable ?? Number.POSITIVE_INFINITY,
    lastAt + openWindowMs + 130_000,
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

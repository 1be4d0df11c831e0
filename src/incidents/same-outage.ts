import { aftermathWindowMs, canEmptyGroup, isAftermath } from '../diagnose/aftermath.js';
import { getCause } from '../diagnose/causes/index.js';
import type { Failure } from '../diagnose/failure.js';
import { buildFixTarget } from '../diagnose/fix-target.js';
import { type Incident, listUpstreamNames } from './incident.js';

/** True when the failure is of the same fault as an incident at the same upstream, though its cause may be new there. */
export function isSameOutage(incident: Incident, { cause, at }: Failure): boolean {
  const { causes } = incident;
  if (getCause(cause).isOutage && causes.some((entry) => getCause(entry.cause).isOutage)) return true;
  if (!isWithinAftermath(incident, at)) return false;
  return isAftermath(cause)
    ? causes.some((entry) => canEmptyGroup(entry.cause))
    : // The logs are read at their own pace, so the aftermath may come first.
      canEmptyGroup(cause) && causes.every((entry) => isAftermath(entry.cause));
}

/** True when an incident at one of these upstreams, or about the group's name in DNS, emptied the failure's group. */
export const canHaveEmptiedGroup = (
  incident: Incident,
  suspectUpstreams: ReadonlySet<string>,
  failure: Failure,
): boolean =>
  isWithinAftermath(incident, failure.at) &&
  incident.causes.some(({ cause }) => canEmptyGroup(cause)) &&
  (listUpstreamNames(incident).some((upstream) => suspectUpstreams.has(upstream ?? '')) ||
    isGroupName(incident, failure));

const isWithinAftermath = ({ firstFailureAt, lastFailureAt }: Incident, at: number): boolean =>
  at >= firstFailureAt - aftermathWindowMs && at <= lastFailureAt + aftermathWindowMs;

/** The name that cannot be resolved is the group's: the same, what a mesh wraps into it, or it begins with it. */
function isGroupName({ upstreams }: Incident, { upstream: group }: Failure): boolean {
  if (group === null) return false;
  const { name: wrappedName } = buildFixTarget({ upstream: group, peer: null });
  return upstreams.some(
    ({ upstream: name, causes }) =>
      causes.some(({ cause }) => getCause(cause).class === 'dns') &&
      (name === group || name === wrappedName || name?.startsWith(`${group}.`) === true),
  );
}

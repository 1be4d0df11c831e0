import { aftermathMs, emptiesGroups, isAftermath } from '../diagnose/aftermath.js';
import type { CauseClass, CauseId } from '../diagnose/cause.js';
import { causeById } from '../diagnose/causes/index.js';
import type { Failure } from '../diagnose/failure.js';
import { subjectOf } from '../diagnose/fix-target.js';
import { type Incident, upstreamsOf } from './incident.js';

/** True when the failure is of the same fault as an incident at the same upstream, though its cause may be new there. */
export function areKin(incident: Incident, { cause, at }: Failure): boolean {
  const { causes } = incident;
  if (isOutage(cause) && causes.some((entry) => isOutage(entry.cause))) return true;
  if (!isNear(incident, at)) return false;
  return isAftermath(cause)
    ? causes.some((entry) => emptiesGroups(entry.cause))
    : // The logs are read at their own pace, so the aftermath may come first.
      emptiesGroups(cause) && causes.every((entry) => isAftermath(entry.cause));
}

/** True when an incident at one of these upstreams, or about the group's name in DNS, emptied the failure's group. */
export const mayHaveEmptied = (
  incident: Incident,
  suspects: ReadonlySet<string>,
  failure: Failure,
): boolean =>
  isNear(incident, failure.at) &&
  incident.causes.some(({ cause }) => emptiesGroups(cause)) &&
  (upstreamsOf(incident).some((upstream) => suspects.has(upstream ?? '')) || isNameOf(incident, failure));

/** Classes of causes that are one and the same fault when they hit one upstream at one time: it is down, or going down. */
const outageClasses: ReadonlySet<CauseClass> = new Set(['upstream-down', 'network']);
const outageCauses: ReadonlySet<CauseId> = new Set(['premature-close', 'connection-reset', 'stream-reset']);
const isOutage = (cause: CauseId) => outageClasses.has(causeById(cause).class) || outageCauses.has(cause);

const isNear = ({ firstFailureAt, lastFailureAt }: Incident, at: number): boolean =>
  at >= firstFailureAt - aftermathMs && at <= lastFailureAt + aftermathMs;

/** The name that cannot be resolved is the group's: the same, what a mesh wraps into it, or it begins with it. */
function isNameOf({ branches }: Incident, { upstream: group }: Failure): boolean {
  if (group === null) return false;
  const { name: wrapped } = subjectOf({ upstream: group, peer: null });
  return branches.some(
    ({ upstream: name, causes }) =>
      causes.some(({ cause }) => causeById(cause).class === 'dns') &&
      (name === group || name === wrapped || name?.startsWith(`${group}.`) === true),
  );
}

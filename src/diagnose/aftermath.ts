import type { CauseClass, CauseId } from './cause.js';
import { getCause } from './causes/index.js';

/** How long after its last failure a cause still explains an empty group: a few of nginx's 10 s, or Envoy's first 30 s. */
export const aftermathWindowMs = 60_000;

/** True for a cause that is never the root: something else emptied the group. */
export const isAftermath = (cause: CauseId): boolean => getCause(cause).aftermath === true;

/** True for the failures for which gateways take a server out of its group. */
export const canEmptyGroup = (cause: CauseId): boolean =>
  !isAftermath(cause) && (emptyingClasses.has(getCause(cause).class) || emptyingCauses.has(cause));

const emptyingClasses: ReadonlySet<CauseClass> = new Set([
  'upstream-down',
  'network',
  'dns',
  'timeout',
  'bad-response',
  'tls',
  'passthrough',
]);
/** Their classes are about the gateway, and yet the server that was tried is the one that is blamed. */
const emptyingCauses: ReadonlySet<CauseId> = new Set([
  'socket-permission',
  'access-denied',
  'backlog-full',
  'ports-exhausted',
  'address-unavailable',
]);

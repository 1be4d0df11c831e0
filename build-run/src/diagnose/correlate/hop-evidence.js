import { extractHost } from '../../base/ip-address.js';
import { getLogGroup } from './gateway-hosts.js';

/** Times may have whole seconds, and clocks of two machines differ. */
const toleranceMs = 1_500;
/** Where the failure of the same request at another gateway is looked for. */
export const getHopWindow = ({ failure, trace }) => {
  const spanMs = (trace?.durationMs ?? 0) + longestHopMs;
  return { at: failure.at, status: null, beforeMs: spanMs, afterMs: spanMs };
};
/** An outer request may last longer than the inner one that is looked from. */
const longestHopMs = 60_000;
/** True for a bad status that a server behind this gateway sent: a further gateway may have made it. */
export const canBeOuterHop = ({ failure }) => failure.symptom.startsWith('answered-');
/** True when the second failure is that of the same request at the gateway behind. */
export function isHop(outer, inner) {
  const isAnswered = outer.failure.symptom === `answered-${inner.failure.status}`;
  // Without a list of servers, a line does not say who made its status.
  const isUntold =
    outer.failure.peer === null &&
    outer.trace !== null &&
    outer.failure.status === inner.failure.status &&
    outerSymptoms.has(outer.failure.symptom);
  if (!(isAnswered || isUntold) || !isWithin(outer, inner)) return false;
  // Both may have passed on the answer of a server further behind.
  if (inner.failure.symptom === outer.failure.symptom && !isShorter(inner, outer)) return false;
  if (sharesRequestId(outer, inner)) return true;
  if (!isSameRequest(outer, inner) || !isElsewhere(outer, inner) || isSameUpstream(outer, inner))
    return false;
  return (
    isSameClient(outer, inner) || (isAnswered && (isNamedAfter(outer, inner) || isSameHost(outer, inner)))
  );
}
/** True for failures of two gateways that may be those of one request: same request, status and second. */
export const looksAlike = (a, b) =>
  a.failure.status === b.failure.status &&
  Math.abs(getEnd(a) - getEnd(b)) <= alikeMsMax &&
  isSameRequest(a, b) &&
  (a.failure.host === null || b.failure.host === null || isSameHost(a, b)) &&
  isElsewhere(a, b) &&
  !isSameUpstream(a, b);
const alikeMsMax = 1_000;
const outerSymptoms = new Set(['returned', 'unexplained']);
/** The inner request ends during the outer one. */
function isWithin(outer, inner) {
  const outerEnd = getEnd(outer);
  const innerEnd = getEnd(inner);
  const tookMs = outer.trace?.durationMs ?? 0;
  return innerEnd <= outerEnd + toleranceMs && innerEnd >= outerEnd - tookMs - toleranceMs;
}
const isShorter = (inner, outer) =>
  getEnd(inner) !== getEnd(outer)
    ? getEnd(inner) < getEnd(outer)
    : (inner.trace?.durationMs ?? 0) <= (outer.trace?.durationMs ?? 0);
const getEnd = ({ failure, trace }) => trace?.endedAt ?? failure.at;
/** True when one request id is in both lines. */
export const sharesRequestId = (outer, inner) =>
  outer.trace?.requestIds.some((id) => inner.trace?.requestIds.includes(id)) === true;
const isSameRequest = ({ failure: { request: a } }, { failure: { request: b } }) =>
  a !== null && b !== null && a.method === b.method && a.target === b.target;
/** True when two gateways wrote the records, or one that asked itself. */
export const areTwoGateways = (a, b) => a !== b && (isElsewhere(a, b) || sharesRequestId(a, b));
/** True when another gateway wrote the record. */
const isElsewhere = (a, b) =>
  getFile(a) !== getFile(b) &&
  (getLogGroup(getFile(a)) !== getLogGroup(getFile(b)) || a.failure.gatewayHost !== b.failure.gatewayHost);
const getFile = ({ failure, trace }) => trace?.file ?? failure.evidence[0]?.file ?? '';
/** Two gateways before the same servers stand beside one another. */
const isSameUpstream = ({ failure: a }, { failure: b }) =>
  (a.peer !== null && a.peer === b.peer) || (a.upstream !== null && a.upstream === b.upstream);
/** The inner gateway logs the forwarded client address. */
const isSameClient = ({ failure: a }, { failure: b }) => a.client !== null && a.client === b.client;
const isSameHost = ({ failure: a }, { failure: b }) =>
  a.host !== null && b.host !== null && extractHost(a.host) === extractHost(b.host);
/** The server that the outer gateway asked is the inner one: by its machine, pod, service, folder or host name. */
function isNamedAfter({ failure: { peer, upstream } }, { failure }) {
  const asked = [peer, upstream].flatMap((name) => (name === null ? [] : extractHost(name)));
  const folder = failure.gatewayHost?.split('/').findLast((word) => word !== '') ?? null;
  const names = [folder, failure.host, failure.server].flatMap((name) =>
    name === null ? [] : extractHost(name),
  );
  return asked.some((name) => names.some((own) => own === name || own.startsWith(`${name}-`)));
}

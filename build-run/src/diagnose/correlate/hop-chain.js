import { areTwoGateways } from './hop-evidence.js';
/** True for a failure that no other gateway is known to have. */
export const isAlone = ({ outer, inner }) => outer === null && inner === null;
/** Two failures that were passed on separately stay separate, and no request passes a gateway twice. */
export function canLink(outer, inner) {
  if (findPassedOn(outer) !== undefined && findPassedOn(inner) !== undefined) return false;
  const behind = listHops(inner);
  return listHops(outer).every((before) => behind.every((hop) => areTwoGateways(before, hop)));
}
/** Notes that both are failures of one request. */
export function link(outer, inner) {
  outer.inner = inner;
  inner.outer = outer;
  outer.heldSince = null;
}
/** The failure of the whole request; nothing while it waits. */
export function passOn(hop) {
  const hops = listHops(hop);
  const [outermost = hop] = hops;
  const deepest = hops.at(-1) ?? hop;
  if (hops.some(({ heldSince }) => heldSince !== null)) return [];
  const holder = findPassedOn(hop) ?? deepest;
  const previous = holder.passedOn;
  const failure = hops.length === 1 ? hop.failure : mergeHops(outermost, deepest, holder.failure.key);
  holder.passedOn = failure;
  return [{ failure, previous }];
}
/** The hops of its request, outermost first. */
function listHops(hop) {
  let first = hop;
  while (first.outer !== null) first = first.outer;
  const hops = [];
  for (let next = first; next !== null; next = next.inner) hops.push(next);
  return hops;
}
const findPassedOn = (hop) => listHops(hop).find(({ passedOn }) => passedOn !== null);
const evidenceMax = 8;
/** The client, and what it got, are those of the outermost gateway; all else is told by the deepest. */
function mergeHops({ failure: outer }, { failure: inner }, key) {
  return {
    ...inner,
    key,
    outcome: outer.outcome,
    status: outer.status,
    client: outer.client ?? inner.client,
    host: outer.host ?? inner.host,
    server: outer.server ?? inner.server,
    customer: outer.customer ?? inner.customer,
    request: outer.request ?? inner.request,
    route: outer.route ?? inner.route,
    evidence: [...inner.evidence, ...outer.evidence].slice(0, evidenceMax),
  };
}

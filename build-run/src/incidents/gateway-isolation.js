/** The state before any failure or success. */
export const unknownIsolation = {
  failingGateways: [],
  successesElsewhere: 0,
  isIsolated: false,
};
/** Counts a failure. `gateway` is null if no record names it. */
export function recordGatewayFailure({ failingGateways, successesElsewhere }, gateway) {
  const failing = [...new Set([...failingGateways, ...(gateway === null ? [] : [gateway])])].slice(0, 2);
  return {
    failingGateways: failing,
    successesElsewhere,
    isIsolated: failing.length === 1 && successesElsewhere >= successesElsewhereMin,
  };
}
/** False if successful requests can tell nothing more: no record or several name the failing gateway, or it is proven. */
export const canBeIsolated = ({ failingGateways, successesElsewhere }) =>
  failingGateways.length === 1 && successesElsewhere < successesElsewhereMin;
/** Counts successful requests; those through the failing gateway prove nothing here. */
export const recordGatewaySuccesses = (isolation, gateway, requests) =>
  canBeIsolated(isolation) && isOtherGateway(isolation, gateway)
    ? {
        ...isolation,
        successesElsewhere: Math.min(isolation.successesElsewhere + requests, successesElsewhereMin),
      }
    : isolation;
/** True if successful requests through this gateway are no sign of recovery, as only another gateway fails. */
export const isUnaffectedGateway = (isolation, gateway) =>
  isolation.isIsolated && isOtherGateway(isolation, gateway);
/** The isolation of the same upstream from two incidents. */
export const mergeIsolation = (a, b) => {
  const failingGateways = [...new Set([...a.failingGateways, ...b.failingGateways])].slice(0, 2);
  const successesElsewhere = Math.max(a.successesElsewhere, b.successesElsewhere);
  return {
    failingGateways,
    successesElsewhere,
    isIsolated: failingGateways.length === 1 && (a.isIsolated || b.isIsolated),
  };
};
/** Fewer may have been in flight before the failures began. */
const successesElsewhereMin = 5;
const isOtherGateway = ({ failingGateways }, gateway) =>
  gateway !== null && failingGateways.length === 1 && failingGateways[0] !== gateway;

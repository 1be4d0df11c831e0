/** Through which gateways an upstream failed, and whether others reached it meanwhile. */
export type GatewayIsolation = {
  /** The hosts of the gateways that failed; of more than two it is enough to know two. */
  readonly failingGateways: readonly string[];
  /** Good requests through others than the one that fails, as far as they matter. */
  readonly successesElsewhere: number;
  /** At its last failure it was known that others reach it. */
  readonly isIsolated: boolean;
};

/** Nothing is known of it. */
export const unknownIsolation: GatewayIsolation = {
  failingGateways: [],
  successesElsewhere: 0,
  isIsolated: false,
};

/** After a failure. Null is a gateway that no record names. */
export function recordGatewayFailure(
  { failingGateways, successesElsewhere }: GatewayIsolation,
  gateway: string | null,
): GatewayIsolation {
  const failing = [...new Set([...failingGateways, ...(gateway === null ? [] : [gateway])])].slice(0, 2);
  return {
    failingGateways: failing,
    successesElsewhere,
    isIsolated: failing.length === 1 && successesElsewhere >= successesElsewhereMin,
  };
}

/** After good requests. */
export const recordGatewaySuccesses = (
  isolation: GatewayIsolation,
  gateway: string | null,
  requests: number,
): GatewayIsolation =>
  isOtherGateway(isolation, gateway) && isolation.successesElsewhere < successesElsewhereMin
    ? {
        ...isolation,
        successesElsewhere: Math.min(isolation.successesElsewhere + requests, successesElsewhereMin),
      }
    : isolation;

/** True when good requests through this gateway prove nothing, as it is another one that fails. */
export const isUnaffectedGateway = (isolation: GatewayIsolation, gateway: string | null): boolean =>
  isolation.isIsolated && isOtherGateway(isolation, gateway);

/** What is known of both together. */
export const mergeIsolation = (a: GatewayIsolation, b: GatewayIsolation): GatewayIsolation => {
  const failingGateways = [...new Set([...a.failingGateways, ...b.failingGateways])].slice(0, 2);
  const successesElsewhere = Math.max(a.successesElsewhere, b.successesElsewhere);
  return {
    failingGateways,
    successesElsewhere,
    isIsolated: failingGateways.length === 1 && (a.isIsolated || b.isIsolated),
  };
};

/** One good request may have been on its way before it all began. */
const successesElsewhereMin = 5;

const isOtherGateway = (
  { failingGateways: [failingGateway, ...more] }: GatewayIsolation,
  gateway: string | null,
): boolean =>
  gateway !== null && failingGateway !== undefined && more.length === 0 && failingGateway !== gateway;

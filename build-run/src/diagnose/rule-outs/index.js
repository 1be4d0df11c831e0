/** The catalogue of rule-outs: one file each, listed here. Statistics of an upstream come in, and excluded suspicions go out. */
import { getCause } from '../causes/index.js';
import { laterReload } from './later-reload.js';
import { moreTraffic } from './more-traffic.js';
import { singleGateway } from './single-gateway.js';
import { singlePeer } from './single-peer.js';
import { singleRoute } from './single-route.js';
import { excludeByConnectTime, unreachableAddress } from './unreachable-address.js';
import { wholeUpstream } from './whole-upstream.js';

/** Ordered by how much time the suspicion would cost: a message shows only the first ones. */
const entries = [
  unreachableAddress,
  wholeUpstream,
  laterReload,
  singlePeer,
  moreTraffic,
  singleGateway,
  singleRoute,
];
const catalogue = entries;
/** The suspicions that these logs exclude, in the order of the catalogue. */
export function ruleOut(input) {
  const cause = getCause(input.cause);
  return catalogue
    .filter(({ isSuspected }) => isSuspected(cause))
    .flatMap(({ id, exclude }) => {
      const exclusion = exclude(input);
      return exclusion === undefined ? [] : { id, ...exclusion };
    });
}
/** The same of one request, whose only attempt took so long to connect. */
export function ruleOutByConnectTime(phase, connectMs) {
  const exclusion = excludeByConnectTime(phase, connectMs);
  return exclusion === undefined ? [] : [{ id: unreachableAddress.id, ...exclusion }];
}

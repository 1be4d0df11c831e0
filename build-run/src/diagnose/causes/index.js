/** The catalogue of causes: one file each, listed here. A finding comes in, and the cause that explains it goes out. */
import { accessDenied } from './access-denied.js';
import { addressUnavailable } from './address-unavailable.js';
import { backlogFull } from './backlog-full.js';
import { badUpstreamConfig } from './bad-upstream-config.js';
import { circuitOpen } from './circuit-open.js';
import { configPush } from './config-push.js';
import { connectFailed } from './connect-failed.js';
import { connectTimeout } from './connect-timeout.js';
import { connectionRefused } from './connection-refused.js';
import { connectionReset } from './connection-reset.js';
import { dnsNotFound } from './dns-not-found.js';
import { dnsServerFailure } from './dns-server-failure.js';
import { dnsTimeout } from './dns-timeout.js';
import { faultInjected } from './fault-injected.js';
import { fdsExhausted } from './fds-exhausted.js';
import { gatewayCrash } from './gateway-crash.js';
import { gatewayDependency } from './gateway-dependency.js';
import { gatewayDisk } from './gateway-disk.js';
import { gatewayDraining } from './gateway-draining.js';
import { gatewayFilter } from './gateway-filter.js';
import { gatewayMemory } from './gateway-memory.js';
import { gatewayOverload } from './gateway-overload.js';
import { gatewayReturned } from './gateway-returned.js';
import { headerTooBig } from './header-too-big.js';
import { hostUnreachable } from './host-unreachable.js';
import { idleTimeout } from './idle-timeout.js';
import { loadShed } from './load-shed.js';
import { getLocalCause, isLocalCauseId } from './local.js';
import { malformedResponse } from './malformed-response.js';
import { maxDuration } from './max-duration.js';
import { networkUnreachable } from './network-unreachable.js';
import { noLiveUpstreams } from './no-live-upstreams.js';
import { noRoute } from './no-route.js';
import { portsExhausted } from './ports-exhausted.js';
import { prematureClose } from './premature-close.js';
import { protocolMismatch } from './protocol-mismatch.js';
import { readTimeout } from './read-timeout.js';
import { sendTimeout } from './send-timeout.js';
import { socketMissing } from './socket-missing.js';
import { socketPermission } from './socket-permission.js';
import { streamReset } from './stream-reset.js';
import { tlsClientCert } from './tls-client-cert.js';
import { tlsHandshake } from './tls-handshake.js';
import { tlsTimeout } from './tls-timeout.js';
import { tlsVerify } from './tls-verify.js';
import { unknownCause } from './unknown.js';
import { upstream500 } from './upstream-500.js';
import { upstream502 } from './upstream-502.js';
import { upstream503 } from './upstream-503.js';
import { upstream504 } from './upstream-504.js';
import { workerConnections } from './worker-connections.js';

const entries = [
  connectionRefused,
  socketMissing,
  noLiveUpstreams,
  connectTimeout,
  hostUnreachable,
  networkUnreachable,
  connectFailed,
  dnsNotFound,
  dnsTimeout,
  dnsServerFailure,
  readTimeout,
  sendTimeout,
  idleTimeout,
  maxDuration,
  prematureClose,
  connectionReset,
  streamReset,
  malformedResponse,
  headerTooBig,
  protocolMismatch,
  tlsHandshake,
  tlsTimeout,
  tlsVerify,
  tlsClientCert,
  socketPermission,
  accessDenied,
  badUpstreamConfig,
  noRoute,
  configPush,
  backlogFull,
  circuitOpen,
  loadShed,
  portsExhausted,
  addressUnavailable,
  fdsExhausted,
  workerConnections,
  gatewayDisk,
  gatewayMemory,
  gatewayOverload,
  gatewayCrash,
  gatewayReturned,
  gatewayFilter,
  gatewayDependency,
  gatewayDraining,
  faultInjected,
  upstream502,
  upstream500,
  upstream503,
  upstream504,
  unknownCause,
];
/** The catalogue. No finding is explained by two entries, so their order only matters to readers. */
export const causeCatalogue = entries;
export const causeIds = causeCatalogue.map(({ id }) => id);
/** True for the id of a cause of the catalogue, or of one that a user has taught. */
export const isCauseId = (id) =>
  typeof id === 'string' && (causeIds.some((known) => known === id) || isLocalCauseId(id));
/** The entry of this id. */
export function getCause(id) {
  return causesById.get(id) ?? (isLocalCauseId(id) ? getLocalCause(id) : unknownCause);
}
/** The one cause that explains the finding, or `unknown` where none claims it. */
export function findCause(finding) {
  if (finding.localCause !== undefined) return getLocalCause(finding.localCause);
  return causeCatalogue.find(({ explains }) => explains(finding)) ?? unknownCause;
}
const causesById = new Map(causeCatalogue.map((cause) => [cause.id, cause]));

import { certainFailure, guessedFailure, likelyFailure } from './meaning.js';
/** Parses `%RESPONSE_FLAGS%` or its long form to short flags. Empty for `-`. */
export function parseFlags(text) {
  return text.split(',').flatMap((part) => {
    const flag = part.trim();
    return flag === '' || flag === '-' ? [] : [shortNames.get(flag) ?? flag];
  });
}
/**
 * Interprets the flags alone. Their order changed between releases, so the most specific flag decides: a failed attempt
 * before a load balancer without hosts, and that before a circuit breaker that stopped retries.
 */
export function interpretFlags(flags, status) {
  const flagSet = new Set(flags);
  // The client left before an answer, so no failure was visible.
  if (status === 0 && clientLeftFlags.some((flag) => flagSet.has(flag))) return 'harmless';
  for (const [flag, meaning] of meaningsByFlag) {
    if (!flagSet.has(flag)) continue;
    const result = typeof meaning === 'function' ? meaning(status) : meaning;
    if (result !== undefined) return result;
  }
  return undefined;
}
/** True for one of Envoy's flags, in short form. */
export const isKnownFlag = (flag) => knownFlags.has(flag);
const clientLeftFlags = ['DC', 'DR'];
const meaningsByFlag = [
  ['DF', guessedFailure('name-not-found', 'resolving')],
  ['UPE', likelyFailure('malformed', 'reading-header')],
  ['UF', likelyFailure('connect-failed', 'connecting')],
  ['UC', certainFailure('closed', 'reading-header')],
  ['UR', certainFailure('stream-reset', 'reading-header')],
  ['UT', certainFailure('timed-out', 'reading-header')],
  ['LR', guessedFailure('closed', 'reading-header')],
  ['UH', certainFailure('no-peer', 'choosing')],
  ['UO', likelyFailure('limit-reached', 'choosing')],
  ['NC', certainFailure('no-route', 'preparing')],
  // Releases without a separate flag for an unknown cluster answer 503 with this one.
  ['NR', (status) => (status >= 500 ? likelyFailure('no-route', 'preparing') : 'harmless')],
  ['FI', certainFailure('fault-injected', null)],
  ['RLSE', certainFailure('dependency-failed', 'preparing')],
  ['UAEX', (status) => (status >= 500 ? likelyFailure('dependency-failed', 'preparing') : 'harmless')],
  ['SI', certainFailure('idle', null)],
  ['UMSDR', certainFailure('overran', null)],
  ['DT', certainFailure('overran', null)],
  ['NFCF', certainFailure('config-missing', 'preparing')],
  ['OM', certainFailure('overloaded', null)],
  ['DO', certainFailure('shed', 'preparing')],
  ['UDO', certainFailure('shed', 'preparing')],
  ['LH', certainFailure('draining', null)],
  ['DPE', (status) => (status >= 500 ? likelyFailure('filter-failed', 'preparing') : 'harmless')],
  ['RL', 'harmless'],
  ['IH', 'harmless'],
  ['DC', 'harmless'],
  ['DR', 'harmless'],
];
const shortNames = new Map([
  ['FailedLocalHealthCheck', 'LH'],
  ['NoHealthyUpstream', 'UH'],
  ['UpstreamRequestTimeout', 'UT'],
  ['LocalReset', 'LR'],
  ['UpstreamRemoteReset', 'UR'],
  ['UpstreamConnectionFailure', 'UF'],
  ['UpstreamConnectionTermination', 'UC'],
  ['UpstreamOverflow', 'UO'],
  ['NoRouteFound', 'NR'],
  ['DelayInjected', 'DI'],
  ['FaultInjected', 'FI'],
  ['RateLimited', 'RL'],
  ['UnauthorizedExternalService', 'UAEX'],
  ['RateLimitServiceError', 'RLSE'],
  ['DownstreamConnectionTermination', 'DC'],
  ['UpstreamRetryLimitExceeded', 'URX'],
  ['StreamIdleTimeout', 'SI'],
  ['InvalidEnvoyRequestHeaders', 'IH'],
  ['DownstreamProtocolError', 'DPE'],
  ['UpstreamMaxStreamDurationReached', 'UMSDR'],
  ['ResponseFromCacheFilter', 'RFCF'],
  ['NoFilterConfigFound', 'NFCF'],
  ['DurationTimeout', 'DT'],
  ['UpstreamProtocolError', 'UPE'],
  ['NoClusterFound', 'NC'],
  ['OverloadManagerTerminated', 'OM'],
  ['DnsResolutionFailed', 'DF'],
  ['DropOverload', 'DO'],
  ['DownstreamRemoteReset', 'DR'],
  ['UnconditionalDropOverload', 'UDO'],
]);
const knownFlags = new Set(shortNames.values());

import { certain, guess, likely, type Reading } from './meaning.js';

/** The flags of `%RESPONSE_FLAGS%` or its long form, in short form. Empty for `-`. */
export function flagsOf(text: string): readonly string[] {
  return text.split(',').flatMap((part) => {
    const flag = part.trim();
    return flag === '' || flag === '-' ? [] : [shortNames.get(flag) ?? flag];
  });
}

/**
 * What the flags tell by themselves. They are a set whose order changed between releases, so the most telling one
 * decides: the failed try before the balancer that ran out of hosts, and that before the breaker that stopped retries.
 */
export function flagsMeaning(flags: readonly string[], status: number): Reading {
  const set = new Set(flags);
  // A client that leaves while a try fails takes the answer with it: nobody saw a failure.
  if (status === 0 && clientLeft.some((flag) => set.has(flag))) return 'harmless';
  for (const [flag, meaning] of meanings) {
    if (!set.has(flag)) continue;
    const reading = typeof meaning === 'function' ? meaning(status) : meaning;
    if (reading !== undefined) return reading;
  }
  return undefined;
}

/** True for a flag of Envoy's own, in short form. */
export const isKnownFlag = (flag: string): boolean => known.has(flag);

const clientLeft = ['DC', 'DR'];

const meanings: readonly (readonly [flag: string, Reading | ((status: number) => Reading)])[] = [
  ['DF', guess('name-not-found', 'resolving')],
  ['UPE', likely('malformed', 'reading-header')],
  ['UF', likely('connect-failed', 'connecting')],
  ['UC', certain('closed', 'reading-header')],
  ['UR', certain('stream-reset', 'reading-header')],
  ['UT', certain('timed-out', 'reading-header')],
  ['LR', guess('closed', 'reading-header')],
  ['UH', certain('no-peer', 'choosing')],
  ['UO', likely('limit-reached', 'choosing')],
  ['NC', certain('no-route', 'preparing')],
  // Releases that had no flag of its own for an unknown cluster answered 503 with this one.
  ['NR', (status) => (status >= 500 ? likely('no-route', 'preparing') : 'harmless')],
  ['FI', certain('fault-injected', null)],
  ['RLSE', certain('dependency-failed', 'preparing')],
  ['UAEX', (status) => (status >= 500 ? likely('dependency-failed', 'preparing') : 'harmless')],
  ['SI', certain('idle', null)],
  ['UMSDR', certain('overran', null)],
  ['DT', certain('overran', null)],
  ['NFCF', certain('config-missing', 'preparing')],
  ['OM', certain('overloaded', null)],
  ['DO', certain('shed', 'preparing')],
  ['UDO', certain('shed', 'preparing')],
  ['LH', certain('draining', null)],
  ['DPE', (status) => (status >= 500 ? likely('filter-failed', 'preparing') : 'harmless')],
  ['RL', 'harmless'],
  ['IH', 'harmless'],
  ['DC', 'harmless'],
  ['DR', 'harmless'],
];

const shortNames: ReadonlyMap<string, string> = new Map([
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

const known = new Set(shortNames.values());

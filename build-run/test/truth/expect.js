import { causeOfEnd, statusOfEnd } from './nginx-scenarios.js';
import { listFormats } from './world.js';
/** The failure that the logs of the world show of an exchange; null if they show none. */
export function expectFailure(exchange, features) {
  return features.product === 'envoy' ? expectEnvoy(exchange, features) : expectNginx(exchange, features);
}
function expectNginx(exchange, features) {
  const shown = lookAt(exchange, features);
  const isRejected = exchange.scenario === 'limit-503' && !features.hasErrorLog;
  if (exchange.failed === null && !isRejected) return null;
  if (!shown.hasRecords && !isSeenInLine(shown)) return null;
  const { startMs, endMs } = exchange;
  return {
    exchange,
    isRequired: exchange.status !== 499 || shown.hasRecords,
    at: [startMs - 1_000, endMs + 1],
    causes: isRejected
      ? ['unknown']
      : [...expectCauses(shown, features), ...listCausesInAnyOrder(shown, features)],
    outcomes: isRejected ? ['client-visible'] : expectOutcomes(shown),
    statuses: shown.hasLine ? [exchange.status] : expectRecordStatuses(shown, features),
    upstreams: expectUpstreams(shown),
    attempts: expectAttempts(shown),
    isCut: shown.isCut && !shown.hasLine,
  };
}
const isFailing = ({ end }) => end.type !== 'client-left' && (end.type !== 'answered' || end.status >= 502);
function lookAt(exchange, { format, hasAccessLog, hasErrorLog }) {
  const failing = exchange.tries.filter(isFailing);
  const isLogged = failing.some(({ end }) => end.type !== 'answered') || exchange.scenario === 'truncated';
  return {
    exchange,
    failing,
    hasLine: hasAccessLog,
    hasLists: hasAccessLog && listFormats.includes(format),
    hasRecords: hasErrorLog && isLogged,
    isCut: exchange.target.length > 1_500,
    namesGroup: hasAccessLog && (format === 'bg' || format === 'json'),
  };
}
/** True if the access line alone shows that something failed. */
function isSeenInLine({ exchange, failing, hasLine, hasLists }) {
  const { status } = exchange;
  if (!hasLine) return false;
  if (status >= 502 && status <= 504) return true;
  if (!hasLists) return false;
  return (
    failing.some(({ end }) => end.type === 'no-socket' || (statusOfEnd(end) ?? 0) >= 502) &&
    isListed(exchange)
  );
}
/** A name that has no address is in no list. */
const isListed = ({ tries }) => tries.some(({ end }) => end.type !== 'name-not-found');
function expectCauses({ exchange, failing, hasLists, hasRecords }, features) {
  const truth = exchange.failed?.causes ?? [];
  if (hasRecords) return truth;
  if (truth.includes('gateway-returned'))
    return features.hasErrorLog ? ['gateway-returned', 'unknown'] : ['unknown'];
  if (!hasLists) return ['unknown', ...(exchange.failed?.madeBy === 'upstream' ? truth : [])];
  if (exchange.failed?.madeBy === 'upstream') return truth;
  if (truth.includes('circuit-open')) return truth;
  const last = failing.findLast(({ end }) => causeOfEnd[end.type] === truth[0]) ?? failing.at(-1);
  return [causesByLists[last?.end.type ?? ''] ?? 'unknown'];
}
/**
 * Records have whole seconds. In a file that is out of order nobody can tell which of one second was the last, unless the
 * access line lists the tries.
 */
function listCausesInAnyOrder(shown, { order }) {
  // A list does not tell which of its tries a record is of that was cut before its server.
  const isOrderListed = shown.hasLists && !shown.isCut;
  if (order !== 'shuffled' || isOrderListed || !shown.hasRecords) return [];
  return listLastTries(shown).flatMap(({ end }) => causeOfEnd[end.type] ?? []);
}
/** The failed tries that ended in the same second as the last one. */
function listLastTries({ failing }) {
  const secondOf = ({ endMs }) => Math.floor(endMs / 1_000);
  const last = failing.at(-1);
  return failing.filter((one) => last !== undefined && secondOf(one) === secondOf(last));
}
/** What the times of `$upstream_*` tell of the end of a try. */
const causesByLists = {
  refused: 'connect-failed',
  reset: 'premature-close',
  'premature-close': 'premature-close',
  'connect-timeout': 'connect-timeout',
  'read-timeout': 'read-timeout',
  'no-live': 'no-live-upstreams',
  'name-not-found': 'unknown',
  'no-socket': 'unknown',
};
/** A retry is proven by lists of tries, or by an attempt at another peer. */
function expectOutcomes({ exchange, failing, hasLine, hasLists, isCut }) {
  const { status, failed } = exchange;
  const outcome = failed?.outcome;
  if (outcome === 'truncated') return ['truncated'];
  if (outcome === 'client-left') return ['undecided'];
  if (!hasLine) return outcome === 'client-visible' ? ['undecided', 'client-visible'] : ['undecided'];
  const isOtherPeerTried = new Set(failing.map(({ peer }) => peer)).size > 1;
  if (outcome === 'saved-by-retry') {
    if (hasLists) return ['saved-by-retry'];
    const byStatus = status >= 400 ? 'client-visible' : status >= 300 ? 'undecided' : 'answered-otherwise';
    if (!isOtherPeerTried || status >= 400) return [byStatus];
    // A record that is cut does not name the peer: nothing shows that there was another one.
    return isCut ? ['saved-by-retry', byStatus] : ['saved-by-retry'];
  }
  if (outcome === 'saved-by-fallback')
    return hasLists
      ? ['saved-by-fallback']
      : ['saved-by-fallback', 'answered-otherwise', ...(isOtherPeerTried ? ['saved-by-retry'] : [])];
  if (outcome === 'redirected')
    return ['undecided', 'saved-by-fallback', ...(isOtherPeerTried && !hasLists ? ['saved-by-retry'] : [])];
  return ['client-visible'];
}
/**
 * Without an access line, the last record tells the status that the client got if nothing followed. In a file that is out
 * of order any of its second may have been the last.
 */
function expectRecordStatuses(shown, { order }) {
  const { exchange, failing } = shown;
  if (exchange.scenario === 'truncated') return [null, exchange.status];
  const last = failing.at(-1);
  if (last?.end.type === 'no-socket') return [500];
  const tries = order === 'shuffled' ? listLastTries(shown) : failing.slice(-1);
  return [...tries.map(({ end }) => statusOfEnd(end)), null];
}
function expectUpstreams({ exchange, failing, hasRecords, hasLists, isCut, namesGroup }) {
  const { service, loggedService, tries } = exchange;
  if (service === null) return [null];
  const names = [service.name, service.proxyHost];
  // After a redirect the name is that of the page's server, and may be no other name of the one that failed.
  if (namesGroup && loggedService === service && !tries.some(({ redirected }) => redirected)) return names;
  if (!hasRecords && !hasLists) return [null];
  const tried = (failing.length > 0 ? failing : tries).map(({ peer }) => peer);
  const isAddressLogged = hasRecords || !failing.some(({ end }) => end.type === 'no-socket');
  return [...names, ...tried, ...(isCut || !isAddressLogged ? [null] : [])];
}
function expectAttempts({ exchange, failing, hasRecords, hasLists, isCut }) {
  const count = Math.max(1, failing.length);
  if (!hasRecords && !hasLists) return [1, 1];
  const hasAftermath = failing.some(({ end }) => end.type === 'no-live');
  const min = hasAftermath || (isCut && !hasLists) ? 1 : count;
  return exchange.failed?.outcome === 'client-left' ? [1, count + 1] : [min, count];
}
function expectEnvoy(exchange, { format }) {
  const { failed, startMs, endMs, service, tries, status } = exchange;
  if (failed === null) return null;
  const isDefault = format === 'envoy';
  const causes =
    isDefault && exchange.envoy?.flags.includes('UF') ? [...failed.causes, 'connect-failed'] : failed.causes;
  return {
    exchange,
    isRequired: true,
    at: [startMs, endMs],
    causes,
    outcomes: [failed.outcome],
    statuses: [status],
    upstreams: isDefault ? [tries[0]?.peer ?? null] : [service?.name ?? null],
    attempts: [1, exchange.envoy?.flags.includes('URX') ? 9 : 1],
    isCut: false,
  };
}

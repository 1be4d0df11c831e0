import { dayMs, minuteMs } from '../../src/base/duration.js';
import { noOutcomes } from '../../src/incidents/failure-counts.js';
import { openStore } from '../../src/storage/store.js';
import { makeFailure, makeIncident } from '../support/failure-fixtures.js';
import { makeBatch, makeFailureUpdates } from '../support/store-fixtures.js';
/** The longest span that a question can cover. */
export const monthMs = 30 * dayMs;
const failuresPerBatch = 5_000;
/** More than a month of failures needs: the benchmark measures answers, not retention. */
const bytesMax = 64 * 1024 ** 3;
/** Fills a database with failures of a dozen upstreams, spread over the month before `now`. */
export function fillDatabase(path, failures, now, onProgress) {
  const store = openStore(path);
  const random = createSeededRandom(502);
  const intervalMs = monthMs / failures;
  for (let stored = 0; stored < failures; stored += failuresPerBatch) {
    const from = now - monthMs + stored * intervalMs;
    const batch = Array.from({ length: Math.min(failuresPerBatch, failures - stored) }, (_, index) =>
      makeRandomFailure(stored + index, from + index * intervalMs, random),
    );
    const to = from + failuresPerBatch * intervalMs;
    store.commit({ ...makeFailureBatch(batch), traffic: makeTraffic(from, to, random) }, to);
    while (store.prune(to, bytesMax));
    onProgress(stored + batch.length);
  }
  store.commit(makeBatch({ incidents: makeIncidents(now) }), now);
  store.saveChange({ at: now - 3 * 3_600_000, kind: 'deploy', message: 'deploy api v813', by: 'ada' });
  store.close();
}
const upstreams = Array.from({ length: 12 }, (_, index) => `service-${index}`);
const causes = [
  'connection-refused',
  'read-timeout',
  'premature-close',
  'connection-reset',
  'header-too-big',
  'dns-timeout',
];
const routes = Array.from({ length: 60 }, (_, index) => `/api/v1/resource-${index}/:id`);
const hosts = Array.from({ length: 20 }, (_, index) => `shop-${index}.example`);
function makeRandomFailure(index, at, random) {
  // Squared, so that a few values are frequent and many are rare, as in production.
  const pick = (values, fallback) => values[Math.floor(random() ** 2 * values.length)] ?? fallback;
  const cause = pick(causes, 'connection-refused');
  const upstream = pick(upstreams, 'service-0');
  const route = pick(routes, '/');
  const outcome = random() < 0.2 ? 'saved-by-retry' : 'client-visible';
  const badStatus = cause === 'read-timeout' ? 504 : 502;
  return makeFailure({
    key: `error.log:${index}`,
    at: Math.floor(at),
    cause,
    outcome,
    status: outcome === 'client-visible' ? badStatus : 200,
    upstream,
    peer: `10.0.${upstreams.indexOf(upstream)}.${Math.floor(random() * 8)}:8080`,
    client: `192.0.${Math.floor(random() * 100)}.${Math.floor(random() * 250)}`,
    host: pick(hosts, 'shop-0.example'),
    route,
    request: {
      method: random() < 0.7 ? 'GET' : 'POST',
      target: route.replace(':id', String(index)),
      protocol: 'HTTP/1.1',
    },
    evidence: [
      { file: '/var/log/nginx/error.log', byte: index * 300, line: index, text: `${recordText}${index}` },
    ],
  });
}
const recordText =
  '2026/11/22 09:14:07 [error] 31#31: *88 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.9, server: shop.example, request: "POST /api/pay/4711 HTTP/1.1", upstream: "http://10.0.0.7:8080/api/pay/4711", host: "shop.example" ';
/** Failures of one upstream on one day belong to one incident. */
const makeFailureBatch = (failures) =>
  makeBatch({
    failures: failures.flatMap((failure) =>
      makeFailureUpdates(
        [failure],
        1 + upstreams.indexOf(failure.upstream ?? '') + 12 * Math.floor(failure.at / dayMs),
      ),
    ),
  });
const makeTraffic = (from, to, random) =>
  upstreams.flatMap((upstream) =>
    Array.from({ length: Math.ceil((to - from) / minuteMs) }, (_, minute) => {
      const requests = 100 + Math.floor(random() * 1_000);
      return {
        minute: Math.floor(from / minuteMs + minute) * minuteMs,
        upstream,
        requests,
        successes: requests - 5,
      };
    }),
  );
/** One incident per day and upstream; the latest one of the first upstream is open. */
function makeIncidents(now) {
  const days = Array.from({ length: 30 }, (_, day) => Math.floor(now / dayMs) - 29 + day);
  return days.flatMap((day) =>
    upstreams.map((upstream, index) => {
      const from = Math.min(day * dayMs, now - 30 * minuteMs);
      const isOpen = index === 0 && day === days.at(-1);
      return makeIncident({
        id: 1 + index + 12 * day,
        number: 1 + index + 12 * (day - (days[0] ?? 0)),
        upstream,
        outcomes: { ...noOutcomes, 'client-visible': 100 },
        firstFailureAt: from,
        lastFailureAt: isOpen ? now : from + 20 * minuteMs,
        state: isOpen
          ? { type: 'open', openedAt: from }
          : {
              type: 'resolved',
              openedAt: from,
              resolvedAt: from + 25 * minuteMs,
              resolution: 'good-requests',
              recentFailureTimes: [],
            },
      });
    }),
  );
}
/** Returns the same numbers between 0 and 1 on every run. */
function createSeededRandom(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

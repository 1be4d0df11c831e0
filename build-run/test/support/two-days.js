import { minuteMs } from '../../src/base/duration.js';
import { noOutcomes } from '../../src/incidents/failure-counts.js';
import { openStore } from '../../src/storage/store.js';
import { makeFailure, makeIncident } from './failure-fixtures.js';
import { makeBatch, makeCheckpoint, makeFailureUpdates } from './store-fixtures.js';
/** Sunday 22 November 2026, 14:00 in UTC: payments-api has been refusing since half past one. */
export const twoPm = Date.UTC(2026, 10, 22, 14);
const utcAt = (day, hour, minute) => Date.UTC(2026, 10, day, hour, minute);
/**
 * A store with a week of data. Today: 6 oversized headers after a reload at night, 12 timeouts of checkout at noon, and
 * 40 requests refused by payments-api since 13:30, plus 5 saved by a retry. It also failed on Tuesday and last Sunday.
 */
export function openTwoDayStore(path = ':memory:') {
  const store = openStore(path);
  const openIncident = makeIncident({
    id: 4,
    number: 142,
    upstream: 'payments-api',
    causes: [{ cause: 'connection-refused', count: 45 }],
    state: { type: 'open', openedAt: utcAt(22, 13, 31) },
    firstFailureAt: utcAt(22, 13, 30),
    lastFailureAt: utcAt(22, 13, 58),
    outcomes: { ...noOutcomes, 'client-visible': 40, 'saved-by-retry': 5 },
  });
  store.commit(
    makeBatch({
      checkpoints: [
        {
          ...checkpoint,
          parserState: {
            ...checkpoint.parserState,
            latestAt: utcAt(22, 13, 59),
            unparsed: 1,
            unparsedExamples: [unparsedExample],
          },
        },
      ],
      failures: [
        ...makeFailureUpdates(makeRefusedFailures('tuesday', utcAt(17, 10, 0), 8, 1), 1),
        ...makeFailureUpdates(makeRefusedFailures('sunday', utcAt(15, 9, 0), 20, 1), 1),
        ...makeFailureUpdates(makeHeaderFailures(), 2),
        ...makeFailureUpdates(makeTimeouts(), 3),
        ...makeFailureUpdates(
          [...makeRefusedFailures('now', utcAt(22, 13, 30), 40, 0.7), ...makeSavedFailures()],
          4,
        ),
      ],
      incidents: [
        makeResolvedIncident(
          1,
          97,
          'payments-api',
          'connection-refused',
          utcAt(17, 10, 0),
          utcAt(17, 10, 8),
          8,
        ),
        makeResolvedIncident(2, 140, 'checkout', 'header-too-big', utcAt(22, 2, 10), utcAt(22, 2, 11), 6),
        makeResolvedIncident(3, 141, 'checkout', 'read-timeout', utcAt(22, 12, 0), utcAt(22, 12, 11), 12),
        openIncident,
      ],
      traffic: [
        { minute: utcAt(22, 13, 30), upstream: 'payments-api', requests: 200, successes: 155 },
        { minute: utcAt(22, 13, 57), upstream: 'payments-api', requests: 10, successes: 4 },
        { minute: utcAt(22, 12, 0), upstream: 'checkout', requests: 500, successes: 488 },
        { minute: utcAt(15, 9, 0), upstream: 'payments-api', requests: 900, successes: 880 },
        { minute: utcAt(21, 9, 0), upstream: 'payments-api', requests: 900, successes: 900 },
      ],
      requestTraffic: [
        {
          minute: utcAt(22, 13, 30),
          upstream: 'payments-api',
          host: 'shop.example',
          dimension: 'route',
          value: '/api/pay/:id',
          requests: 160,
          successes: 120,
          status: 200,
          madeByUpstream: 0,
        },
        {
          minute: utcAt(22, 13, 57),
          upstream: 'payments-api',
          host: 'shop.example',
          dimension: 'route',
          value: '/api/pay/:id',
          requests: 40,
          successes: 35,
          status: 200,
          madeByUpstream: 0,
        },
        {
          minute: utcAt(22, 13, 57),
          upstream: 'payments-api',
          host: 'shop.example',
          dimension: 'route',
          value: '/',
          requests: 10,
          successes: 10,
          status: 200,
          madeByUpstream: 0,
        },
      ],
      peerTraffic: [
        { minute: utcAt(22, 13, 30), upstream: 'payments-api', peer: '10.0.0.9:8080', successes: 120 },
        { minute: utcAt(22, 13, 30), upstream: 'payments-api', peer: '10.0.0.8:8080', successes: 39 },
      ],
    }),
    twoPm,
  );
  store.saveChange({ at: utcAt(22, 13, 25), kind: 'deploy', message: 'deploy api v813', by: 'ada' });
  store.saveChange({ at: utcAt(22, 2, 0), kind: 'reload', message: 'nginx reload', by: null });
  return store;
}
function makeResolvedIncident(id, number, upstream, cause, from, to, count) {
  return makeIncident({
    id,
    number,
    upstream,
    causes: [{ cause, count }],
    state: {
      type: 'resolved',
      openedAt: from,
      resolvedAt: to + minuteMs,
      resolution: 'good-requests',
      recentFailureTimes: [],
    },
    firstFailureAt: from,
    lastFailureAt: to,
    outcomes: { ...noOutcomes, 'client-visible': count },
    acknowledgement: number === 141 ? { by: 'bob', at: from + minuteMs } : null,
  });
}
const checkpoint = makeCheckpoint(1_000);
const unparsedExample = { file: '/var/log/nginx/error.log', byte: 77, line: 7, text: 'what nobody can read' };
/** Refused requests from four clients, a tenth of them at the second peer. */
const makeRefusedFailures = (name, from, count, minutesApart) =>
  Array.from({ length: count }, (_, index) =>
    makeFailure({
      key: `${name}${index}`,
      at: from + Math.floor(index * minutesApart * minuteMs),
      upstream: 'payments-api',
      peer: index % 10 === 9 ? '10.0.0.8:8080' : '10.0.0.7:8080',
      client: `192.0.2.${1 + (index % 4)}`,
      host: 'shop-a.example',
      request: { method: 'POST', target: '/api/pay/4711', protocol: 'HTTP/1.1' },
      route: '/api/pay/:id',
      missingFields: [],
      hints: [],
      evidence: [
        {
          file: '/var/log/nginx/error.log',
          byte: index,
          line: index + 1,
          text: `connect() failed, ${name} ${index}`,
        },
      ],
    }),
  );
const makeSavedFailures = () =>
  makeRefusedFailures('saved', utcAt(22, 13, 40), 5, 1).map((failure) => ({
    ...failure,
    outcome: 'saved-by-retry',
    status: 200,
  }));
const makeTimeouts = () =>
  Array.from({ length: 12 }, (_, index) =>
    makeFailure({
      key: `slow${index}`,
      at: utcAt(22, 12, index),
      cause: 'read-timeout',
      symptom: 'timed-out',
      phase: 'reading-header',
      status: 504,
      upstream: 'checkout',
      peer: '10.0.1.7:8080',
      client: '192.0.2.77',
      host: 'shop-b.example',
      request: { method: 'GET', target: '/cart', protocol: 'HTTP/1.1' },
      route: '/cart',
      missingFields: ['$upstream_header_time'],
      hints: [],
    }),
  );
const makeHeaderFailures = () =>
  Array.from({ length: 6 }, (_, index) =>
    makeFailure({
      key: `header${index}`,
      at: utcAt(22, 2, 10) + index * 5_000,
      cause: 'header-too-big',
      symptom: 'header-too-big',
      phase: 'reading-header',
      upstream: 'checkout',
      peer: '10.0.1.7:8080',
      client: '192.0.2.78',
      host: 'shop-b.example',
      request: { method: 'GET', target: '/login', protocol: 'HTTP/1.1' },
      route: '/login',
      missingFields: [],
      hints: [],
      evidence: [
        {
          file: '/var/log/nginx/error.log',
          byte: 900 + index,
          line: 900 + index,
          text: `upstream sent too big header ${index}`,
        },
      ],
    }),
  );

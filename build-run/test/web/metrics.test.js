import { expect, it } from 'vitest';
import { collectMetrics, createCounterState } from '../../src/web/metrics.js';
import { renderMetrics } from '../../src/web/metrics-text.js';
import { minutes, nineAm } from '../support/event-fixtures.js';
import { openFilledStore } from '../support/filled-store.js';
import { LogReplay, makeAccessRecord, makeGoodAccessRecord } from '../support/log-lines.js';

const makeCountCell = (upstream, count = 1) => ({
  cause: 'connection-refused',
  upstream,
  outcome: 'client-visible',
  count,
});
it('limits the number of series and adds up the others, without ever falling', () => {
  const counters = createCounterState(0);
  const measured = (cells) => {
    const repository = { ...openFilledStore({}), failuresByLabel: () => cells };
    return collectMetrics({ repository, now: 1, counters }).failures;
  };
  const pods = (from, to) =>
    Array.from({ length: to - from }, (_, index) =>
      makeCountCell(`10.0.${(from + index) >> 8}.${(from + index) % 256}:80`),
    );
  expect(measured(pods(0, 499))).toHaveLength(499);
  const crowded = measured([...pods(0, 499), makeCountCell('api', 7), ...pods(499, 1_500)]);
  expect(crowded).toHaveLength(501);
  expect(crowded.find(({ upstream }) => upstream === '(other)')?.count).toBe(1_001);
  expect(crowded.find(({ upstream }) => upstream === 'api')?.count).toBe(7);
  // Pods that disappear do not lower the count.
  expect(measured(pods(600, 700)).find(({ upstream }) => upstream === '(other)')?.count).toBe(1_001);
  expect(measured(pods(2_000, 4_000))).toHaveLength(501);
});
it('counts requests of all statuses by upstream and class, in a limited number of series', () => {
  const app = '10.0.0.7:8080';
  const answer = (at, status, group) =>
    makeAccessRecord(at, status, [{ peer: app, status: String(status), ms: 12, header: true }], { group });
  const { store } = new LogReplay().replay([
    ...Array.from({ length: 7 }, (_, index) => answer(index, 500, 'payments')),
    ...Array.from({ length: 3 }, (_, index) => makeGoodAccessRecord(20 + index, app, { group: 'payments' })),
    answer(30, 404, 'search'),
    answer(31, 499, 'search'),
  ]);
  const counters = createCounterState(nineAm);
  const text = renderMetrics(collectMetrics({ repository: store, now: nineAm + minutes(10), counters }));
  expect(text.split('\n').filter((line) => line.startsWith('badgateway_requests_total'))).toEqual([
    'badgateway_requests_total{upstream="payments",status_class="5xx"} 7',
    'badgateway_requests_total{upstream="payments",status_class="2xx"} 3',
    'badgateway_requests_total{upstream="search",status_class="4xx"} 2',
  ]);
  const crowd = Array.from({ length: 700 }, (_, index) => ({
    status: 200,
    key: `pod-${index}`,
    requests: 2,
    madeByUpstream: 0,
  }));
  const answers = () => ({ span: { from: 0, to: 1 }, countedSince: null, counts: crowd });
  const { requests } = collectMetrics({
    repository: { ...store, answers },
    now: nineAm,
    counters: createCounterState(0),
  });
  expect(requests).toHaveLength(501);
  expect(requests.at(-1)).toEqual({ upstream: '(other)', statusClass: '2xx', count: 400 });
});

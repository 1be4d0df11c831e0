import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../support/event-fixtures.js';
import {
  LogReplay,
  makeAccessRecord,
  makeEnvoyRecord,
  makeErrorRecord,
  makeGoodAccessRecord,
} from '../support/log-lines.js';

const repeatRecords = (count, makeRecords) =>
  Array.from({ length: count }, (_, index) => makeRecords(index)).flat();
const refusedText = 'connect() failed (111: Connection refused)';
const noLiveUpstreamsText = 'no live upstreams';
const peerA = '10.0.0.7:8080';
const peerB = '10.0.0.8:8080';
const peerC = '10.0.0.9:8080';
describe('an empty group', () => {
  it('joins the incident of its peers, though no record names their group', () => {
    const replay = new LogReplay().replay([
      ...repeatRecords(6, (connection) => [
        makeErrorRecord(seconds(connection), refusedText, {
          peer: connection % 2 === 0 ? peerA : peerB,
          connection,
        }),
        makeErrorRecord(
          seconds(connection) + 1,
          'upstream server temporarily disabled',
          { peer: connection % 2 === 0 ? peerA : peerB, connection },
          'warn',
        ),
      ]),
      ...repeatRecords(30, (n) =>
        makeErrorRecord(seconds(7 + n), noLiveUpstreamsText, { peer: 'checkout', connection: 100 + n }),
      ),
    ]);
    expect(replay.listIncidents()).toEqual(['BG-1 connection-refused at 10.0.0.7:8080: 36']);
  });
  it('gives its name to the incident once a record links it to the peers', () => {
    const replay = new LogReplay().replay([
      ...repeatRecords(6, (connection) =>
        makeErrorRecord(seconds(connection), refusedText, { peer: peerA, connection }),
      ),
      // The same request names peer and group.
      makeErrorRecord(seconds(7), refusedText, { peer: peerA, connection: 50, path: '/pay' }),
      makeErrorRecord(seconds(7) + 1, noLiveUpstreamsText, {
        peer: 'checkout',
        connection: 50,
        path: '/pay',
      }),
      ...repeatRecords(20, (n) =>
        makeErrorRecord(seconds(8 + n), noLiveUpstreamsText, { peer: 'checkout', connection: 100 + n }),
      ),
    ]);
    expect(replay.listIncidents()).toEqual(['BG-1 connection-refused at checkout: 27']);
  });
  it('does not join the incident of peers of another site', () => {
    const onOtherHost = ({ at, text }) => ({
      at,
      text: text.replaceAll('shop.example', 'wiki.example'),
    });
    const replay = new LogReplay().replay([
      ...repeatRecords(40, (connection) =>
        onOtherHost(makeErrorRecord(seconds(connection * 8), refusedText, { peer: peerA, connection })),
      ),
      ...repeatRecords(40, (connection) =>
        onOtherHost(
          makeErrorRecord(
            seconds(connection * 8),
            'upstream server temporarily disabled',
            { peer: peerA, connection },
            'warn',
          ),
        ),
      ),
      ...repeatRecords(8, (n) =>
        makeErrorRecord(seconds(200 + n), noLiveUpstreamsText, { peer: 'checkout', connection: 100 + n }),
      ),
    ]);
    expect(replay.listIncidents()).toEqual([
      'BG-1 connection-refused at 10.0.0.7:8080: 40',
      'BG-2 no-live-upstreams at checkout: 8',
    ]);
  });
  it('joins the timeouts that emptied it', () => {
    const slow = 'upstream timed out (110: Connection timed out)';
    const reading = ({ at, text }) => ({
      at,
      text: text.replace('while connecting to upstream', 'while reading response header from upstream'),
    });
    const replay = new LogReplay().replay([
      ...repeatRecords(6, (connection) => [
        reading(makeErrorRecord(seconds(connection), slow, { peer: peerA, connection })),
        makeErrorRecord(seconds(connection) + 1, noLiveUpstreamsText, { peer: 'checkout', connection }),
      ]),
      ...repeatRecords(20, (n) =>
        makeErrorRecord(seconds(8 + n), noLiveUpstreamsText, { peer: 'checkout', connection: 100 + n }),
      ),
    ]);
    expect(replay.listIncidents()).toEqual(['BG-1 read-timeout at checkout: 26']);
  });
  it('joins the failures of the hosts that Envoy ejected, though its lines name no cluster', () => {
    const ejected = (at, peer) => ({
      at,
      text: `{"type":"CONSECUTIVE_5XX","timestamp":"${new Date(Date.UTC(2026, 10, 22, 9) + at).toISOString()}","cluster_name":"orders","upstream_url":"${peer}","action":"EJECT","num_ejections":1,"enforced":true,"eject_consecutive_event":{}}`,
    });
    const replay = new LogReplay().replay([
      ...repeatRecords(6, (n) => makeEnvoyRecord(seconds(n), 503, 'UC', 95, peerA)),
      ejected(seconds(6), peerA),
      ...repeatRecords(20, (n) => makeEnvoyRecord(seconds(7 + n), 503, 'UH', 19, '-')),
    ]);
    expect(replay.listIncidents()).toEqual(['BG-1 premature-close at 10.0.0.7:8080: 26']);
  });
  it('joins the failed attempts that the same access line lists', () => {
    const closed = { status: '502', ms: 1, header: false };
    const replay = new LogReplay().replay(
      repeatRecords(6, (n) =>
        makeAccessRecord(seconds(n), 502, [
          { peer: peerA, ...closed },
          { peer: peerB, ...closed },
          { peer: 'shop', status: '502', ms: 0 },
        ]),
      ),
    );
    expect(replay.listIncidents()).toEqual(['BG-1 premature-close at shop: 6']);
    expect(replay.summarize(1).peers).toMatchObject([{ key: peerB, count: 6 }]);
  });
  it('joins the incident of its name that could not be resolved', () => {
    const replay = new LogReplay().replay([
      ...repeatRecords(6, (n) => ({
        at: seconds(n),
        text: `2026/11/22 09:00:0${n} [error] 31#31: *${n} orders.shop.svc could not be resolved (3: Host not found), client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", host: "shop.example"`,
      })),
      ...repeatRecords(9, (n) =>
        makeErrorRecord(seconds(8 + n), noLiveUpstreamsText, { peer: 'orders', connection: 100 + n }),
      ),
    ]);
    expect(replay.listIncidents()).toEqual(['BG-1 dns-not-found at orders.shop.svc: 15']);
  });
  it('is explained by health checks if no request failed before', () => {
    const unhealthy = (at, address) => ({
      at,
      text: `{"health_checker_type":"HTTP","host":{"socket_address":{"protocol":"TCP","address":"${address}","port_value":8080,"resolver_name":"","ipv4_compat":false}},"cluster_name":"orders","eject_unhealthy_event":{"failure_type":"NETWORK_TIMEOUT"},"timestamp":"${new Date(Date.UTC(2026, 10, 22, 9) + at).toISOString()}"}`,
    });
    const replay = new LogReplay().replay([
      unhealthy(0, '10.0.0.7'),
      unhealthy(seconds(2), '10.0.0.8'),
      unhealthy(seconds(12), '10.0.0.8'),
      ...repeatRecords(20, (n) => makeEnvoyRecord(seconds(4 + n), 503, 'UH', 19, '-')),
    ]);
    expect(replay.listIncidents()).toEqual(['BG-1 no-live-upstreams at null: 20']);
    expect(replay.summarize(1).changes.map(({ message }) => message)).toEqual([
      '10.0.0.8:8080 failed its health checks (NETWORK_TIMEOUT)',
      '10.0.0.7:8080 failed its health checks (NETWORK_TIMEOUT)',
    ]);
    expect(replay.renderWhy(1)).toContain(
      'What emptied it: the gateway ejected its servers, as shown below.',
    );
    expect(replay.renderWhy(1)).toContain('2 s before: 10.0.0.8:8080 failed its health checks');
  });
  it('comes with advice where to look if the logs explain nothing', () => {
    const replay = new LogReplay().replay(
      repeatRecords(9, (n) =>
        makeErrorRecord(seconds(n), noLiveUpstreamsText, { peer: 'checkout', connection: 100 + n }),
      ),
    );
    expect(replay.renderWhy(1)).toMatch(
      /What emptied it: nothing in these logs\. In logs .* look for .* health checks/s,
    );
  });
  it('is not explained by ejections if failures explain it', () => {
    const replay = new LogReplay().replay(
      repeatRecords(9, (connection) => [
        makeErrorRecord(
          seconds(connection),
          'upstream server temporarily disabled',
          { peer: peerA, connection },
          'warn',
        ),
        makeErrorRecord(seconds(connection), refusedText, { peer: peerA, connection }),
      ]),
    );
    expect(replay.summarize(1).changes).toEqual([]);
  });
  it('keeps its own incident if the logs explain nothing', () => {
    const replay = new LogReplay().replay(
      repeatRecords(9, (n) =>
        makeErrorRecord(seconds(n), noLiveUpstreamsText, { peer: 'checkout', connection: 100 + n }),
      ),
    );
    expect(replay.listIncidents()).toEqual(['BG-1 no-live-upstreams at checkout: 9']);
  });
});
describe('hints detected in replayed logs', () => {
  it('find a keep-alive race under load: POSTs lost, GETs saved, mostly in quiet minutes', () => {
    const cut = (at, method, saved, peer = peerA) =>
      makeAccessRecord(
        at,
        saved ? 200 : 502,
        [
          { peer, status: '502', ms: 1, header: false },
          ...(saved ? [{ peer, status: '200', ms: 9, header: true }] : []),
        ],
        { method },
      );
    const replay = new LogReplay().replay([
      ...repeatRecords(20, (minute) => [
        ...repeatRecords(minute % 2 === 0 ? 20 : 100, (n) =>
          makeGoodAccessRecord(minutes(minute) + n * 500, n % 2 === 0 ? peerA : peerB),
        ),
        ...(minute % 2 === 0 ? [cut(minutes(minute) + 30_100, 'POST', false)] : []),
        ...(minute % 4 === 0 ? [cut(minutes(minute) + 40_100, 'GET', true, peerB)] : []),
      ]),
      // The fault is rare: only this minute has enough failures for an incident.
      ...repeatRecords(5, (n) => cut(minutes(20) + n * 11_000, 'POST', false, peerB)),
      ...repeatRecords(20, (n) => makeGoodAccessRecord(minutes(20) + n * 2_000, peerB)),
    ]);
    expect(replay.listIncidents()).toEqual(['BG-1 premature-close at shop: 20']);
    expect(replay.summarize(1).hints.map(({ id, certainty }) => `${id} ${certainty}`)).toEqual([
      'keepalive-race likely',
    ]);
  });
  it('find one bad peer of three', () => {
    const tried = [peerA, peerB, peerC];
    const replay = new LogReplay().replay(
      repeatRecords(120, (connection) => {
        const peer = tried[connection % 3] ?? peerA;
        const at = connection * 1_000;
        return peer === peerB && connection > 30
          ? [
              makeErrorRecord(at, refusedText, { peer, connection }),
              makeAccessRecord(at + 1, 502, [{ peer, status: '502', ms: 0 }], { connection }),
            ]
          : makeGoodAccessRecord(at, peer, { connection });
      }),
    );
    const { hints, cause } = replay.summarize(1);
    expect(cause.id).toBe('connection-refused');
    expect(hints.map(({ id, certainty, why }) => `${id} ${certainty}: ${why}`)).toEqual([
      'one-bad-peer certain: 10.0.0.8:8080 has all 30 failures and got 33 % of the attempts; the other 2 answered 100 % of theirs.',
    ]);
  });
  it('find whose timeout expired, and nothing if durations are spread', () => {
    const slow = (at, ms) => makeAccessRecord(at, 504, [{ peer: peerA, status: '504', ms, header: false }]);
    const replay = new LogReplay().replay(repeatRecords(8, (n) => slow(seconds(n), 60_000 + n)));
    expect(replay.summarize(1).hints.map(({ id }) => id)).toEqual(['whose-timeout']);
    const spread = new LogReplay().replay(repeatRecords(8, (n) => slow(seconds(n), 20_000 + n * 7_000)));
    expect(spread.summarize(1).hints).toEqual([]);
  });
});

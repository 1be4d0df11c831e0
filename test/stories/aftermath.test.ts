import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../support/event-fixtures.js';
import { access, answered, envoy, error, World, type Written } from '../support/log-lines.js';

const times = (count: number, each: (at: number) => Written | readonly Written[]): Written[] =>
  Array.from({ length: count }, (_, at) => each(at)).flat();

const refused = 'connect() failed (111: Connection refused)';
const nobody = 'no live upstreams';
const one = '10.0.0.7:8080';
const two = '10.0.0.8:8080';
const three = '10.0.0.9:8080';

describe('a group that was emptied', () => {
  it('is told by what its peers failed with, though no record names their group', () => {
    const world = new World().play([
      ...times(6, (n) => [
        error(seconds(n), refused, { peer: n % 2 === 0 ? one : two, n }),
        error(
          seconds(n) + 1,
          'upstream server temporarily disabled',
          { peer: n % 2 === 0 ? one : two, n },
          'warn',
        ),
      ]),
      ...times(30, (n) => error(seconds(7 + n), nobody, { peer: 'checkout', n: 100 + n })),
    ]);
    expect(world.incidents()).toEqual(['BG-1 connection-refused at 10.0.0.7:8080: 36']);
  });

  it('takes the name of the group once records have told whose the peers are', () => {
    const world = new World().play([
      ...times(6, (n) => error(seconds(n), refused, { peer: one, n })),
      // The same request names peer and group.
      error(seconds(7), refused, { peer: one, n: 50, path: '/pay' }),
      error(seconds(7) + 1, nobody, { peer: 'checkout', n: 50, path: '/pay' }),
      ...times(20, (n) => error(seconds(8 + n), nobody, { peer: 'checkout', n: 100 + n })),
    ]);
    expect(world.incidents()).toEqual(['BG-1 connection-refused at checkout: 27']);
  });

  it('is not blamed on the peers of another site', () => {
    const elsewhere = ({ at, text }: Written): Written => ({
      at,
      text: text.replaceAll('shop.example', 'wiki.example'),
    });
    const world = new World().play([
      ...times(40, (n) => elsewhere(error(seconds(n * 8), refused, { peer: one, n }))),
      ...times(40, (n) =>
        elsewhere(error(seconds(n * 8), 'upstream server temporarily disabled', { peer: one, n }, 'warn')),
      ),
      ...times(8, (n) => error(seconds(200 + n), nobody, { peer: 'checkout', n: 100 + n })),
    ]);
    expect(world.incidents()).toEqual([
      'BG-1 connection-refused at 10.0.0.7:8080: 40',
      'BG-2 no-live-upstreams at checkout: 8',
    ]);
  });

  it('is told by the timeouts that emptied it', () => {
    const slow = 'upstream timed out (110: Connection timed out)';
    const reading = ({ at, text }: Written): Written => ({
      at,
      text: text.replace('while connecting to upstream', 'while reading response header from upstream'),
    });
    const world = new World().play([
      ...times(6, (n) => [
        reading(error(seconds(n), slow, { peer: one, n })),
        error(seconds(n) + 1, nobody, { peer: 'checkout', n }),
      ]),
      ...times(20, (n) => error(seconds(8 + n), nobody, { peer: 'checkout', n: 100 + n })),
    ]);
    expect(world.incidents()).toEqual(['BG-1 read-timeout at checkout: 26']);
  });

  it('is told by the failures of the hosts that Envoy ejected, where its lines name no cluster', () => {
    const ejected = (at: number, peer: string): Written => ({
      at,
      text: `{"type":"CONSECUTIVE_5XX","timestamp":"${new Date(Date.UTC(2026, 10, 22, 9) + at).toISOString()}","cluster_name":"orders","upstream_url":"${peer}","action":"EJECT","num_ejections":1,"enforced":true,"eject_consecutive_event":{}}`,
    });
    const world = new World().play([
      ...times(6, (n) => envoy(seconds(n), 503, 'UC', 95, one)),
      ejected(seconds(6), one),
      ...times(20, (n) => envoy(seconds(7 + n), 503, 'UH', 19, '-')),
    ]);
    expect(world.incidents()).toEqual(['BG-1 premature-close at 10.0.0.7:8080: 26']);
  });

  it('is told by the tries before, where one line lists them', () => {
    const closed = { status: '502', ms: 1, header: false };
    const world = new World().play(
      times(6, (n) =>
        access(seconds(n), 502, [
          { peer: one, ...closed },
          { peer: two, ...closed },
          { peer: 'shop', status: '502', ms: 0 },
        ]),
      ),
    );
    expect(world.incidents()).toEqual(['BG-1 premature-close at shop: 6']);
    expect(world.facts(1).peers).toMatchObject([{ key: two, count: 6 }]);
  });

  it('is told by the name that nobody could resolve', () => {
    const world = new World().play([
      ...times(6, (n) => ({
        at: seconds(n),
        text: `2026/11/22 09:00:0${n} [error] 31#31: *${n} orders.shop.svc could not be resolved (3: Host not found), client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", host: "shop.example"`,
      })),
      ...times(9, (n) => error(seconds(8 + n), nobody, { peer: 'orders', n: 100 + n })),
    ]);
    expect(world.incidents()).toEqual(['BG-1 dns-not-found at orders.shop.svc: 15']);
  });

  it('tells of health checks where no request failed before', () => {
    const unhealthy = (at: number, address: string): Written => ({
      at,
      text: `{"health_checker_type":"HTTP","host":{"socket_address":{"protocol":"TCP","address":"${address}","port_value":8080,"resolver_name":"","ipv4_compat":false}},"cluster_name":"orders","eject_unhealthy_event":{"failure_type":"NETWORK_TIMEOUT"},"timestamp":"${new Date(Date.UTC(2026, 10, 22, 9) + at).toISOString()}"}`,
    });
    const world = new World().play([
      unhealthy(0, '10.0.0.7'),
      unhealthy(seconds(2), '10.0.0.8'),
      unhealthy(seconds(12), '10.0.0.8'),
      ...times(20, (n) => envoy(seconds(4 + n), 503, 'UH', 19, '-')),
    ]);
    expect(world.incidents()).toEqual(['BG-1 no-live-upstreams at null: 20']);
    expect(world.facts(1).changes.map(({ words }) => words)).toEqual([
      '10.0.0.8:8080 failed its health checks (NETWORK_TIMEOUT)',
      '10.0.0.7:8080 failed its health checks (NETWORK_TIMEOUT)',
    ]);
    expect(world.why(1)).toContain('What emptied it: the gateway took its servers out, as told below.');
    expect(world.why(1)).toContain('2 s before: 10.0.0.8:8080 failed its health checks');
  });

  it('says where to look where nothing tells', () => {
    const world = new World().play(
      times(9, (n) => error(seconds(n), nobody, { peer: 'checkout', n: 100 + n })),
    );
    expect(world.why(1)).toMatch(/What emptied it: nothing in these logs\. Look for .* health checks/s);
  });

  it('does not tell of ejections where the failures themselves do', () => {
    const world = new World().play(
      times(9, (n) => [
        error(seconds(n), 'upstream server temporarily disabled', { peer: one, n }, 'warn'),
        error(seconds(n), refused, { peer: one, n }),
      ]),
    );
    expect(world.facts(1).changes).toEqual([]);
  });

  it('stays what it is where nothing tells', () => {
    const world = new World().play(
      times(9, (n) => error(seconds(n), nobody, { peer: 'checkout', n: 100 + n })),
    );
    expect(world.incidents()).toEqual(['BG-1 no-live-upstreams at checkout: 9']);
  });
});

describe('hints, from the logs to the facts', () => {
  it('see a keep-alive race under load: POSTs lost, GETs saved, mostly in quiet minutes', () => {
    const cut = (at: number, method: string, saved: boolean, peer = one) =>
      access(
        at,
        saved ? 200 : 502,
        [
          { peer, status: '502', ms: 1, header: false },
          ...(saved ? [{ peer, status: '200', ms: 9, header: true }] : []),
        ],
        { method },
      );
    const world = new World().play([
      ...times(20, (minute) => [
        ...times(minute % 2 === 0 ? 20 : 100, (n) =>
          answered(minutes(minute) + n * 500, n % 2 === 0 ? one : two),
        ),
        ...(minute % 2 === 0 ? [cut(minutes(minute) + 30_100, 'POST', false)] : []),
        ...(minute % 4 === 0 ? [cut(minutes(minute) + 40_100, 'GET', true, two)] : []),
      ]),
      // The fault is seldom: only this minute has enough for an incident.
      ...times(5, (n) => cut(minutes(20) + n * 11_000, 'POST', false, two)),
      ...times(20, (n) => answered(minutes(20) + n * 2_000, two)),
    ]);
    expect(world.incidents()).toEqual(['BG-1 premature-close at shop: 20']);
    expect(world.facts(1).hints.map(({ id, certainty }) => `${id} ${certainty}`)).toEqual([
      'keepalive-race likely',
    ]);
  });

  it('see one bad peer of three', () => {
    const tried = [one, two, three];
    const world = new World().play(
      times(120, (n) => {
        const peer = tried[n % 3] ?? one;
        const at = n * 1_000;
        return peer === two && n > 30
          ? [error(at, refused, { peer, n }), access(at + 1, 502, [{ peer, status: '502', ms: 0 }], { n })]
          : answered(at, peer, { n });
      }),
    );
    const { hints, cause } = world.facts(1);
    expect(cause.id).toBe('connection-refused');
    expect(hints.map(({ id, certainty, why }) => `${id} ${certainty}: ${why}`)).toEqual([
      'one-bad-peer certain: 10.0.0.8:8080 has all 30 failures and got 33 % of the tries; the other 2 answered 100 % of theirs.',
    ]);
  });

  it('see whose limit ran out, and nothing where nothing piles up', () => {
    const slow = (at: number, ms: number) =>
      access(at, 504, [{ peer: one, status: '504', ms, header: false }]);
    const world = new World().play(times(8, (n) => slow(seconds(n), 60_000 + n)));
    expect(world.facts(1).hints.map(({ id }) => id)).toEqual(['whose-timeout']);
    const spread = new World().play(times(8, (n) => slow(seconds(n), 20_000 + n * 7_000)));
    expect(spread.facts(1).hints).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { minutes, nineAm } from '../support/event-fixtures.js';
import { LogReplay } from '../support/log-lines.js';
import { NginxTraffic, type Service, type Try } from '../support/nginx-traffic.js';

const makeService = (name: string): Service => ({
  group: name,
  host: `${name}.example`,
  path: `/${name}`,
});
const [pay, search, shop, stock] = ['pay', 'search', 'shop', 'stock'].map(makeService) as [
  Service,
  Service,
  Service,
  Service,
];
const minute = 60;

/** The peer answers, except while it is broken. */
const answerExcept =
  (peer: string, broken: (atS: number, n: number) => Try['fault'] | undefined) =>
  (n: number, atS: number): readonly Try[] => {
    const fault = broken(atS, n);
    return [fault === undefined ? { peer } : { peer, fault }];
  };

const isBetween = (atS: number, fromS: number, toS: number) => atS >= fromS && atS < toS;

const replay = (traffic: NginxTraffic) => new LogReplay().replay(traffic.records);

describe('payments refuse and search is slow:', () => {
  const makeTraffic = (delayS: number, payPeer: string, searchPeer: string) =>
    new NginxTraffic()
      .add(
        pay,
        { fromS: 0, toS: 25 * minute, everyS: 0.9 },
        answerExcept(payPeer, (atS) => (isBetween(atS, 600, 900) ? 'refused' : undefined)),
      )
      .add(
        search,
        { fromS: 0, toS: 25 * minute, everyS: 1.1 },
        answerExcept(searchPeer, (atS) => (isBetween(atS, 600 + delayS, 900) ? 'slow' : undefined)),
      )
      .add(shop, { fromS: 0, toS: 25 * minute, everyS: 0.5 }, () => [{ peer: '172.18.0.9:80' }]);

  it.each([
    ['20 s apart, on other machines', 20, '10.0.0.7:8080', '10.1.9.8:8080'],
    ['3 min apart, in one docker network', 180, '172.18.0.5:8080', '172.18.0.6:8080'],
    ['3 min apart, in other networks', 180, '10.0.0.7:8080', '10.1.9.8:8080'],
  ])('%s', (_, delayS, payPeer, searchPeer) => {
    const story = replay(makeTraffic(delayS, payPeer, searchPeer));
    expect(story.listIncidents().map((line) => line.replace(/:.*/, ''))).toEqual([
      'BG-1 connection-refused at pay',
      'BG-2 read-timeout at search',
    ]);
    expect(story.renderAlert(2)).toMatch(
      /Another fault: BG-1, Upstream refuses connections at pay, began \d/,
    );
    expect(story.renderWhy(1)).toContain('Another fault: BG-2, ');
  });
});

it('the resolver is down: eight upstreams, one incident', () => {
  const traffic = new NginxTraffic();
  for (let i = 0; i < 8; i++) {
    const service = makeService(`svc${i}`);
    traffic.add(service, { fromS: i * 0.1, toS: 20 * minute, everyS: 2 }, (_, atS) => [
      isBetween(atS, 600, 720)
        ? { peer: `svc${i}.shop.internal`, fault: 'unresolved' }
        : { peer: `10.0.${i}.7:80` },
    ]);
  }
  expect(
    replay(traffic)
      .listIncidents()
      .map((line) => line.replace(/ at .*/, '')),
  ).toEqual(['BG-1 dns-timeout']);
});

it('a rolling deploy, saved by retries but for three requests, is silent', () => {
  const peers = ['10.0.0.7:80', '10.0.0.8:80', '10.0.0.9:80'];
  let refused = 0;
  const traffic = new NginxTraffic().add(shop, { fromS: 0, toS: 20 * minute, everyS: 0.4 }, (n, atS) => {
    const peer = peers[n % 3] ?? '';
    const next = peers[(n + 1) % 3] ?? '';
    const isDown = isBetween(atS, 600 + (n % 3) * 60, 658 + (n % 3) * 60);
    if (!isDown) return [{ peer }];
    refused++;
    return refused % 50 === 0 ? [{ peer, fault: 'closed' }] : [{ peer, fault: 'refused' }, { peer: next }];
  });
  expect(replay(traffic).listIncidents()).toEqual([]);
});

it('one pod of five is bad: one incident that says so', () => {
  const traffic = new NginxTraffic().add(shop, { fromS: 0, toS: 20 * minute, everyS: 0.3 }, (n, atS) => {
    const peer = `10.0.0.${7 + (n % 5)}:80`;
    return [n % 5 === 3 && isBetween(atS, 600, 900) ? { peer, fault: 'closed' } : { peer }];
  });
  const story = replay(traffic);
  expect(story.listIncidents()).toEqual(['BG-1 premature-close at shop: 200']);
  expect(story.summarize(1).hints.map(({ id }) => id)).toContain('one-bad-peer');
});

it("a retry storm fills the gateway's slots: the slow upstream is the root", () => {
  const traffic = new NginxTraffic()
    .add(
      search,
      { fromS: 0, toS: 25 * minute, everyS: 1 },
      answerExcept('10.1.9.8:80', (atS) => (isBetween(atS, 600, 960) ? 'slow' : undefined)),
    )
    .add(
      search,
      { fromS: 610, toS: 960, everyS: 0.35 },
      answerExcept('10.1.9.8:80', () => 'slow'),
    )
    .add(shop, { fromS: 0, toS: 25 * minute, everyS: 0.5 }, (n, atS) => [
      isBetween(atS, 700, 940) && n % 3 > 0
        ? { peer: '10.0.0.7:80', fault: 'slots' }
        : { peer: '10.0.0.7:80' },
    ]);
  const story = replay(traffic);
  expect(story.listIncidents()).toHaveLength(1);
  expect(story.listIncidents()[0]).toMatch(/^BG-1 read-timeout at search/);
});

it('a slow database: time-outs, then refusals, then an empty group, with the time-outs as the root', () => {
  const peers = ['10.0.0.7:80', '10.0.0.8:80'] as const;
  const traffic = new NginxTraffic().add(shop, { fromS: 0, toS: 25 * minute, everyS: 0.5 }, (n, atS) => {
    const peer = peers[n % 2 === 0 ? 0 : 1];
    if (isBetween(atS, 600, 720)) return [{ peer, fault: 'slow' }];
    if (isBetween(atS, 720, 900))
      return n % 12 === 0 ? [{ peer, fault: 'refused' }] : [{ peer: 'shop', fault: 'empty' }];
    return [{ peer }];
  });
  const story = replay(traffic);
  expect(story.listIncidents()).toHaveLength(1);
  expect(story.listIncidents()[0]).toMatch(/^BG-1 read-timeout at shop/);
});

it.each([
  ['refuses', 'refused', 'connection-refused'],
  ['is slow', 'slow', 'read-timeout'],
] as const)(
  'an edge passes on what the gateway behind it answers, both read: the server that %s is the root',
  (_, fault, cause) => {
    const traffic = new NginxTraffic()
      .add(
        stock,
        { fromS: 0, toS: 25 * minute, everyS: 0.5 },
        answerExcept('10.0.0.7:8080', (atS) => (isBetween(atS, 600, 620) ? fault : undefined)),
        { gateway: '/srv/inner/', edge: '/srv/edge-1/' },
      )
      .add(shop, { fromS: 0, toS: 25 * minute, everyS: 0.5 }, () => [{ peer: '172.18.0.9:80' }]);
    const story = replay(traffic);
    expect(story.listIncidents()).toEqual([`BG-1 ${cause} at stock: 40`]);
    expect(story.store.totals({ from: nineAm, to: nineAm + minutes(60) }).failures).toBe(40);
  },
);

it('one of two gateways dials a wrong port: the gateway is named, and no peer is called bad', () => {
  const good = { peer: '10.0.0.7:8080' };
  const traffic = new NginxTraffic()
    .add(stock, { fromS: 0, toS: 25 * minute, everyS: 0.5 }, (_, atS) =>
      isBetween(atS, 600, 900) ? [{ peer: '10.0.0.7:8081', fault: 'refused' }] : [good],
    )
    .add(stock, { fromS: 0, toS: 25 * minute, everyS: 0.5 }, () => [good], { gateway: '/srv/edge-2/' });
  const story = replay(traffic);
  expect(story.listIncidents()).toEqual(['BG-1 connection-refused at stock: 600']);
  expect(story.summarize(1).hints.map(({ id }) => id)).not.toContain('one-bad-peer');
  expect(story.renderAlert(1)).toContain('only gateway /srv/edge-1/ fails');
});

it('three refused reloads while all is well are silent', () => {
  const traffic = new NginxTraffic().add(shop, { fromS: 0, toS: 20 * minute, everyS: 0.5 }, () => [
    { peer: '10.0.0.7:80' },
  ]);
  for (const atS of [600, 630, 660])
    traffic.addErrorRecord(
      atS,
      'emerg',
      'host not found in upstream "psp.example" in /etc/nginx/conf.d/new.conf:3',
    );
  expect(replay(traffic).listIncidents()).toEqual([]);
});

it('killed every three minutes: one incident that says it crashes, and looks there first', () => {
  const traffic = new NginxTraffic().add(
    stock,
    { fromS: 0, toS: 40 * minute, everyS: 0.5 },
    answerExcept('10.0.0.7:80', (atS) => {
      const sinceKillS = atS < 600 || atS > 1_800 ? 99 : (atS - 600) % 180;
      if (sinceKillS < 1) return 'closed';
      return sinceKillS < 9 ? 'refused' : undefined;
    }),
  );
  const story = replay(traffic);
  expect(story.listIncidents()).toHaveLength(1);
  expect(story.summarize(1).hints[0]).toMatchObject({ id: 'crash-loop' });
  expect(story.renderAlert(1)).toMatch(/crash.* every 3 min/);
});

it('a certificate expires at midnight: one incident that says expired', () => {
  const traffic = new NginxTraffic().add(
    pay,
    { fromS: 0, toS: 20 * minute, everyS: 0.7 },
    answerExcept('198.51.100.9:443', (atS) => (atS >= 600 ? 'expired' : undefined)),
  );
  const story = replay(traffic);
  expect(story.listIncidents().map((line) => line.replace(/:.*/, ''))).toEqual(['BG-1 tls-verify at pay']);
});

it("max_conns at peak is the gateway's own limit, as its servers answer meanwhile", () => {
  const traffic = new NginxTraffic().add(shop, { fromS: 0, toS: 25 * minute, everyS: 0.2 }, (n, atS) => [
    isBetween(atS, 600, 900) && n % 10 < 3
      ? { peer: 'shop', fault: 'empty' }
      : { peer: `10.0.0.${7 + (n % 2)}:80` },
  ]);
  const story = replay(traffic);
  expect(story.listIncidents()).toHaveLength(1);
  expect(story.listIncidents()[0]).toMatch(/^BG-1 circuit-open at shop/);
});

it('worker_connections at peak are one incident of the gateway', () => {
  const traffic = new NginxTraffic().add(shop, { fromS: 0, toS: 25 * minute, everyS: 0.2 }, (n, atS) => [
    isBetween(atS, 600, 900) && n % 10 < 3
      ? { peer: '10.0.0.7:80', fault: 'slots' }
      : { peer: `10.0.0.${7 + (n % 2)}:80` },
  ]);
  expect(
    replay(traffic)
      .listIncidents()
      .map((line) => line.replace(/ at .*/, '')),
  ).toEqual(['BG-1 worker-connections']);
});

import { NginxTraffic } from './nginx-traffic.js';

const makeService = (name) => ({ group: name, host: `${name}.example`, path: `/${name}` });
const pay = makeService('pay');
const search = makeService('search');
const shop = makeService('shop');
const stock = makeService('stock');
const minute = 60;
/** The peer answers, except while it is broken. */
const answerExcept = (peer, broken) => (n, atS) => {
  const fault = broken(atS, n);
  return [fault === undefined ? { peer } : { peer, fault }];
};
const isBetween = (atS, fromS, toS) => atS >= fromS && atS < toS;
const makePayAndSearch = (delayS, payPeer, searchPeer) => ({
  incidents: ['connection-refused at pay: 333', `read-timeout at search: ${delayS === 20 ? 255 : 109}`],
  makeTraffic: () =>
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
      .add(shop, { fromS: 0, toS: 25 * minute, everyS: 0.5 }, () => [{ peer: '172.18.0.9:80' }]),
});
const makeTwoHops = (fault, incident) => ({
  incidents: [incident],
  makeTraffic: () =>
    new NginxTraffic()
      .add(
        stock,
        { fromS: 0, toS: 25 * minute, everyS: 0.5 },
        answerExcept('10.0.0.7:8080', (atS) => (isBetween(atS, 600, 620) ? fault : undefined)),
        { gateway: '/srv/inner/', edge: '/srv/edge-1/' },
      )
      .add(shop, { fromS: 0, toS: 25 * minute, everyS: 0.5 }, () => [{ peer: '172.18.0.9:80' }]),
});
/** By what happens. */
export const composites = {
  'payments refuse and search is slow, 20 s apart, on other machines': makePayAndSearch(
    20,
    '10.0.0.7:8080',
    '10.1.9.8:8080',
  ),
  'payments refuse and search is slow, 3 min apart, in one docker network': makePayAndSearch(
    180,
    '172.18.0.5:8080',
    '172.18.0.6:8080',
  ),
  'payments refuse and search is slow, 3 min apart, in other networks': makePayAndSearch(
    180,
    '10.0.0.7:8080',
    '10.1.9.8:8080',
  ),
  'the resolver of eight upstreams is down': {
    incidents: ['dns-timeout at svc1.shop.internal: 480'],
    makeTraffic: () => {
      const traffic = new NginxTraffic();
      for (let i = 0; i < 8; i++)
        traffic.add(
          { group: `svc${i}.shop.internal`, host: `svc${i}.example`, path: `/svc${i}` },
          { fromS: i * 0.1, toS: 20 * minute, everyS: 2 },
          (_, atS) => [
            isBetween(atS, 600, 720)
              ? { peer: `svc${i}.shop.internal`, fault: 'unresolved' }
              : { peer: `10.0.${i}.7:80` },
          ],
        );
      return traffic;
    },
  },
  'a rolling deploy is saved by retries but for three requests': {
    incidents: [],
    makeTraffic: () => {
      const peers = ['10.0.0.7:80', '10.0.0.8:80', '10.0.0.9:80'];
      let refused = 0;
      return new NginxTraffic().add(shop, { fromS: 0, toS: 20 * minute, everyS: 0.4 }, (n, atS) => {
        const peer = peers[n % 3] ?? '';
        const next = peers[(n + 1) % 3] ?? '';
        const isDown = isBetween(atS, 600 + (n % 3) * 60, 658 + (n % 3) * 60);
        if (!isDown) return [{ peer }];
        refused++;
        return refused % 50 === 0
          ? [{ peer, fault: 'closed' }]
          : [{ peer, fault: 'refused' }, { peer: next }];
      });
    },
  },
  'one pod of five is bad': {
    incidents: ['premature-close at shop: 200'],
    makeTraffic: () =>
      new NginxTraffic().add(shop, { fromS: 0, toS: 20 * minute, everyS: 0.3 }, (n, atS) => {
        const peer = `10.0.0.${7 + (n % 5)}:80`;
        return [n % 5 === 3 && isBetween(atS, 600, 900) ? { peer, fault: 'closed' } : { peer }];
      }),
  },
  "a retry storm fills the gateway's slots": {
    incidents: ['read-timeout at search: 1680'],
    makeTraffic: () =>
      new NginxTraffic()
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
        ]),
  },
  'a slow database: time-outs, then refusals, then an empty group': {
    incidents: ['read-timeout at shop: 600'],
    makeTraffic: () => {
      const peers = ['10.0.0.7:80', '10.0.0.8:80'];
      return new NginxTraffic().add(shop, { fromS: 0, toS: 25 * minute, everyS: 0.5 }, (n, atS) => {
        const peer = peers[n % 2 === 0 ? 0 : 1];
        if (isBetween(atS, 600, 720)) return [{ peer, fault: 'slow' }];
        if (isBetween(atS, 720, 900))
          return n % 12 === 0 ? [{ peer, fault: 'refused' }] : [{ peer: 'shop', fault: 'empty' }];
        return [{ peer }];
      });
    },
  },
  'an edge passes on the 502 of a gateway whose server refuses': makeTwoHops(
    'refused',
    'connection-refused at stock: 40',
  ),
  'an edge passes on the 504 of a gateway whose server is slow': makeTwoHops(
    'slow',
    'read-timeout at stock: 40',
  ),
  'one of two gateways dials a wrong port': {
    incidents: ['connection-refused at stock: 600'],
    makeTraffic: () => {
      const good = { peer: '10.0.0.7:8080' };
      return new NginxTraffic()
        .add(stock, { fromS: 0, toS: 25 * minute, everyS: 0.5 }, (_, atS) =>
          isBetween(atS, 600, 900) ? [{ peer: '10.0.0.7:8081', fault: 'refused' }] : [good],
        )
        .add(stock, { fromS: 0, toS: 25 * minute, everyS: 0.5 }, () => [good], { gateway: '/srv/edge-2/' });
    },
  },
  'three reloads are refused while all is well': {
    incidents: [],
    makeTraffic: () => {
      const traffic = new NginxTraffic().add(shop, { fromS: 0, toS: 20 * minute, everyS: 0.5 }, () => [
        { peer: '10.0.0.7:80' },
      ]);
      for (const atS of [600, 630, 660])
        traffic.addErrorRecord(
          atS,
          'emerg',
          'host not found in upstream "psp.example" in /etc/nginx/conf.d/new.conf:3',
        );
      return traffic;
    },
  },
  'a server is killed every three minutes': {
    incidents: ['connection-refused at stock: 126'],
    makeTraffic: () =>
      new NginxTraffic().add(
        stock,
        { fromS: 0, toS: 40 * minute, everyS: 0.5 },
        answerExcept('10.0.0.7:80', (atS) => {
          const sinceKillS = atS < 600 || atS > 1_800 ? 99 : (atS - 600) % 180;
          if (sinceKillS < 1) return 'closed';
          return sinceKillS < 9 ? 'refused' : undefined;
        }),
      ),
  },
  'a certificate expires at midnight': {
    incidents: ['tls-verify at pay: 857'],
    makeTraffic: () =>
      new NginxTraffic().add(
        pay,
        { fromS: 0, toS: 20 * minute, everyS: 0.7 },
        answerExcept('198.51.100.9:443', (atS) => (atS >= 600 ? 'expired' : undefined)),
      ),
  },
  'max_conns at peak, while the servers answer': {
    incidents: ['circuit-open at shop: 450'],
    makeTraffic: () =>
      new NginxTraffic().add(shop, { fromS: 0, toS: 25 * minute, everyS: 0.2 }, (n, atS) => [
        isBetween(atS, 600, 900) && n % 10 < 3
          ? { peer: 'shop', fault: 'empty' }
          : { peer: `10.0.0.${7 + (n % 2)}:80` },
      ]),
  },
  'worker_connections at peak': {
    incidents: ['worker-connections at shop: 450'],
    makeTraffic: () =>
      new NginxTraffic().add(shop, { fromS: 0, toS: 25 * minute, everyS: 0.2 }, (n, atS) => [
        isBetween(atS, 600, 900) && n % 10 < 3
          ? { peer: '10.0.0.7:80', fault: 'slots' }
          : { peer: `10.0.0.${7 + (n % 2)}:80` },
      ]),
  },
};

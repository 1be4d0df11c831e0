import { describe, expect, it } from 'vitest';
import { composites } from '../support/composite-incidents.js';
import { nineAm } from '../support/event-fixtures.js';
import { LogReplay } from '../support/log-lines.js';
import { NginxTraffic } from '../support/nginx-traffic.js';

const shop = { group: 'shop', host: 'shop.example', path: '/cart' };
const allTime = { from: 0, to: Number.MAX_SAFE_INTEGER };
const play = (traffic) => new LogReplay().replay(traffic.records);
const listChanges = (story) => story.store.changes(allTime).map(({ kind }) => kind);
const unmended = 'until that is mended, nginx does not start again';
it('three refused reloads are told as one change, and open no incident', () => {
  const story = play(composites['three reloads are refused while all is well'].makeTraffic());
  expect(story.listIncidents()).toEqual([]);
  expect(story.store.changes(allTime)).toMatchObject([
    {
      at: nineAm + 600_000,
      kind: 'refused-config',
      message: `nginx refused its configuration: host not found in upstream "psp.example" in /etc/nginx/conf.d/new.conf:3 (${unmended})`,
    },
  ]);
});
describe('a record at level emerg', () => {
  const refused = ['refused-config'];
  it.each([
    ['unknown directive "proxy_passs" in /etc/nginx/nginx.conf:12', refused],
    ['unexpected "}" in /etc/nginx/conf.d/a.conf:3', refused],
    ['invalid port in upstream "a:b" in /etc/nginx/conf.d/a.conf:3', refused],
    ['open() "/etc/nginx/x.conf" failed (2: No such file or directory) in /etc/nginx/nginx.conf:8', refused],
    [
      'cannot load certificate "/etc/nginx/tls.crt": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory)',
      refused,
    ],
    ['no "events" section in configuration', refused],
    ['bind() to 0.0.0.0:80 failed (98: Address already in use)', []],
    ['mmap(MAP_ANON|MAP_SHARED, 65536) failed (12: Cannot allocate memory)', []],
    [
      '*7 malloc(65536) failed (12: Cannot allocate memory) while reading response header from upstream, client: 192.0.2.7, server: shop.example, request: "GET /a HTTP/1.1", host: "shop.example"',
      [],
    ],
  ])('%s', (message, changes) => {
    expect(listChanges(play(new NginxTraffic().addErrorRecord(10, 'emerg', message)))).toEqual(changes);
  });
  it('is one alone: the same words at level warn refuse nothing', () => {
    const traffic = new NginxTraffic().addErrorRecord(
      10,
      'warn',
      'conflicting server name "shop.example" on 0.0.0.0:80, ignored in /etc/nginx/conf.d/a.conf:3',
    );
    expect(listChanges(play(traffic))).toEqual([]);
  });
});
describe('an incident hours after a refused reload', () => {
  const tell = (add) => {
    const traffic = add(
      new NginxTraffic().addErrorRecord(60, 'emerg', 'unknown directive "proxi" in /etc/nginx/nginx.conf:12'),
    ).add(shop, { fromS: 9_000, toS: 9_060, everyS: 1 }, () => [{ peer: '10.0.0.7:80', fault: 'refused' }]);
    return play(traffic).renderAlert(1, nineAm + 9_100_000);
  };
  it('says that nginx does not start again', () => {
    const told = tell((traffic) => traffic);
    expect(told).toContain('2 h 29 min before: nginx refused its configuration: unknown directive "proxi"');
    expect(told).toContain(unmended);
  });
  it('says nothing of it once nginx was reloaded', () => {
    const reload = (traffic) => traffic.addErrorRecord(3_600, 'notice', 'signal process started');
    expect(tell(reload)).not.toContain(unmended);
  });
  it('says it where the reload itself was refused', () => {
    const refuse = (traffic) =>
      traffic
        .addErrorRecord(3_600, 'notice', 'signal 1 (SIGHUP) received from 7, reconfiguring')
        .addErrorRecord(3_600, 'emerg', 'unknown directive "proxi" in /etc/nginx/nginx.conf:12');
    expect(tell(refuse)).toContain(unmended);
  });
});

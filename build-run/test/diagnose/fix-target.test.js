import { describe, expect, it } from 'vitest';
import { buildFixFacts, unknownFixFacts } from '../../src/diagnose/advice/fix-facts.js';
import { listCauseSteps } from '../../src/diagnose/cause.js';
import { causeCatalogue } from '../../src/diagnose/causes/index.js';
import {
  buildFixTarget,
  formatAuthority,
  parseKubernetesService,
  placeholders,
} from '../../src/diagnose/fix-target.js';

describe('a fix target holds values from the log', () => {
  it.each([
    { peer: null, upstream: null, fixTarget: {} },
    {
      peer: '10.0.0.7:8080',
      upstream: 'shop_backend',
      fixTarget: { host: '10.0.0.7', port: '8080', name: 'shop_backend' },
    },
    { peer: '[2001:db8::1]:80', upstream: null, fixTarget: { host: '2001:db8::1', port: '80' } },
    { peer: '2001:db8::1', upstream: null, fixTarget: { host: '2001:db8::1' } },
    { peer: '::ffff:192.0.2.1', upstream: null, fixTarget: { host: '::ffff:192.0.2.1' } },
    {
      peer: 'app-1.internal.example:3000',
      upstream: null,
      fixTarget: { host: 'app-1.internal.example', port: '3000' },
    },
    { peer: 'unix:/run/app.sock', upstream: 'app', fixTarget: { socket: '/run/app.sock', name: 'app' } },
    { peer: '/run/envoy/app.sock', upstream: null, fixTarget: { socket: '/run/envoy/app.sock' } },
    { peer: null, upstream: '10.0.0.7:8080', fixTarget: { host: '10.0.0.7', port: '8080' } },
    {
      peer: null,
      upstream: 'catalog.example:8080',
      fixTarget: { host: 'catalog.example', port: '8080', name: 'catalog.example' },
    },
    { peer: null, upstream: '[2001:db8::7]:8080', fixTarget: { host: '2001:db8::7', port: '8080' } },
    { peer: null, upstream: 'unix:/run/app.sock', fixTarget: { socket: '/run/app.sock' } },
    { peer: null, upstream: 'catalog.internal.example', fixTarget: { name: 'catalog.internal.example' } },
    {
      peer: null,
      upstream: 'outbound|8080|v1|orders.shop.svc.cluster.local',
      fixTarget: {
        host: 'orders.shop.svc.cluster.local',
        port: '8080',
        name: 'orders.shop.svc.cluster.local',
      },
    },
    {
      peer: '10.244.1.17:8081',
      upstream: 'outbound|8080||orders.shop.svc.cluster.local',
      fixTarget: { host: '10.244.1.17', port: '8081', name: 'orders.shop.svc.cluster.local' },
    },
    { peer: null, upstream: 'inbound|8080||', fixTarget: { port: '8080' } },
    { peer: null, upstream: 'inbound|8080||;', fixTarget: { port: '8080' } },
    ...['outbound|80||cart.shop.svc.cluster.local;', 'inbound-vip|80|http|cart.shop.svc.cluster.local;'].map(
      (upstream) => ({
        peer: null,
        upstream,
        fixTarget: { host: 'cart.shop.svc.cluster.local', port: '80', name: 'cart.shop.svc.cluster.local' },
      }),
    ),
    { peer: null, upstream: 'outbound|80||cart.shop;id', fixTarget: { port: '80' } },
  ])('$peer of $upstream', ({ fixTarget, ...target }) => {
    expect(buildFixTarget(target)).toEqual({ ...placeholders, ...fixTarget });
  });
  it('writes IPv6 in brackets before a port', () => {
    expect(formatAuthority(buildFixTarget({ peer: '[2001:db8::1]:80', upstream: null }))).toBe(
      '[2001:db8::1]:80',
    );
    expect(formatAuthority(buildFixTarget({ peer: '192.0.2.1:80', upstream: null }))).toBe('192.0.2.1:80');
    expect(formatAuthority(placeholders)).toBe('HOST:PORT');
  });
  it('finds service and namespace in the name of a Kubernetes service', () => {
    const parseName = (name) => parseKubernetesService({ ...placeholders, name });
    expect(parseName('orders.shop.svc.cluster.local')).toEqual({ service: 'orders', namespace: 'shop' });
    expect(parseName('orders.example')).toEqual({ service: 'orders.example', namespace: 'NS' });
    expect(parseKubernetesService(placeholders)).toEqual({ service: 'NAME', namespace: 'NS' });
  });
});
describe('text planted in a log stays out of commands', () => {
  const hostile = [
    '$(reboot)',
    '`reboot`',
    "'; reboot; '",
    '"; reboot; "',
    'app\nreboot',
    'app\n',
    '-rf',
    '--config=/tmp/x',
    '<!channel>',
    '<@U012AB3CD>',
    'a b',
    'a;b',
    'a|b',
    'a&b',
    'a>b',
    '*',
    '~root',
    '%0areboot',
    'app\u0000',
    'app\u202e',
    'аррӏе.example',
    'a'.repeat(254),
    '1.2.3.4.5',
    '999.1.1.1',
    '',
  ];
  it.each(hostile)('%j as a name, a host, and a part of every longer form', (text) => {
    for (const target of [
      { peer: text, upstream: text },
      { peer: `${text}:80`, upstream: null },
      { peer: `[${text}]:80`, upstream: null },
      { peer: `unix:${text}`, upstream: `/${text} x` },
      { peer: null, upstream: `outbound|${text}|v1|orders` },
      { peer: null, upstream: `outbound|x|${text}|${text}` },
    ]) {
      expect(Object.values(buildFixTarget(target))).not.toContain(text);
      for (const value of Object.values(buildFixTarget(target)))
        expect(value).toMatch(/^[A-Za-z0-9_/:][A-Za-z0-9._:/-]*$/);
    }
  });
  it.each(['0', '65536', '080', '8e3', '-1', '99999999999', '80 ', '٨٠', ''])('%j as a port', (port) => {
    expect(buildFixTarget({ peer: `192.0.2.1:${port}`, upstream: null })).toEqual(placeholders);
    expect(buildFixTarget({ peer: null, upstream: `outbound|${port}||orders` })).toEqual(placeholders);
  });
  it.each([
    'unix:run/app.sock',
    'unix:/run/$(reboot).sock',
    'unix:/run/a b',
    'unix:@hidden',
    `unix:/${'a'.repeat(200)}`,
  ])('%j as a socket', (peer) => {
    expect(buildFixTarget({ peer, upstream: null })).toEqual(placeholders);
  });
  it.each([
    '[2001:db8::1',
    '2001:db8::1]:80',
    '[2001:db8::1%eth0]:80',
    '[2001:db8::1::2]:80',
    '[192.0.2.1]:80',
    '[app]:80',
  ])('%j as an address', (peer) => {
    expect(buildFixTarget({ peer, upstream: null })).toEqual(placeholders);
  });
  it.each(causeCatalogue)('leaves every command of $id in shape', (cause) => {
    for (const family of ['nginx', 'envoy']) {
      const planted = listCauseSteps(
        cause,
        family,
        buildFixFacts({ format: undefined, peer: '$(reboot):80', upstream: '`reboot`', records: [] }),
      );
      expect(planted).toEqual(listCauseSteps(cause, family, unknownFixFacts));
    }
  });
});

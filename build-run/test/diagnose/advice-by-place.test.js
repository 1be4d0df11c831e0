import { describe, expect, it } from 'vitest';
import { buildFixFacts } from '../../src/diagnose/advice/fix-facts.js';
import { listProductSteps } from '../../src/diagnose/advice/gateway-advice.js';
import { causeCatalogue, getCause } from '../../src/diagnose/causes/index.js';
import { getProduct } from '../../src/parse/decoder.js';

const nginxRecord =
  '2026/11/22 03:04:05 [error] 24#24: *77 upstream failed, client: 203.0.113.24, server: shop.example, request: "GET /basket HTTP/1.1", upstream: "http://10.42.1.17:8080/basket", host: "shop.example"';
const places = {
  host: {
    format: 'nginx-error',
    peer: '192.0.2.17:8080',
    upstream: 'shop_backend',
    records: [{ text: nginxRecord, file: '/var/log/nginx/shop.error.log', source: null }],
  },
  compose: {
    format: 'nginx-error',
    peer: '172.20.0.5:8080',
    upstream: 'basket',
    records: [
      { text: nginxRecord, file: '/var/lib/docker/containers/4f6b/4f6b-json.log', source: 'shop-edge-1' },
    ],
  },
  'ingress-nginx': {
    format: 'nginx-error',
    peer: '10.42.1.17:8080',
    upstream: 'shop-basket-8080',
    records: [
      {
        text: nginxRecord,
        file: '/var/log/pods/ingress-nginx_ingress-nginx-controller-7d5c9_1b2c/controller/0.log',
        source: null,
      },
    ],
  },
  istio: {
    format: 'envoy-access',
    peer: '10.42.1.17:8080',
    upstream: 'outbound|8080||basket.shop.svc.cluster.local',
    records: [
      {
        text: 'an access line',
        file: '/var/log/pods/shop_web-6d8f9c7b5-x2x4z_1b2c/istio-proxy/0.log',
        source: null,
      },
    ],
  },
  'envoy-gateway': {
    format: 'envoy-access',
    peer: '10.42.1.17:8080',
    upstream: 'httproute/shop/basket/rule/0',
    records: [
      {
        text: 'an access line',
        file: '/var/log/pods/envoy-gateway-system_envoy-shop-eg-5d4c_1b2c/envoy/0.log',
        source: null,
      },
    ],
  },
  contour: {
    format: 'envoy-access',
    peer: '10.42.1.17:8080',
    upstream: 'shop/basket/8080/da39a3ee5e',
    records: [
      {
        text: 'an access line',
        file: '/var/log/pods/projectcontour_envoy-8kx2p_1b2c/envoy/0.log',
        source: null,
      },
    ],
  },
};
const commonest = [
  'connection-refused',
  'no-live-upstreams',
  'read-timeout',
  'connect-timeout',
  'premature-close',
  'connection-reset',
  'dns-not-found',
  'host-unreachable',
  'header-too-big',
  'tls-handshake',
  'tls-verify',
  'upstream-502',
  'upstream-503',
  'gateway-returned',
];
describe.each(Object.entries(places))('the advice for %s', (place, source) => {
  const list = (cause) => listProductSteps(getCause(cause), getProduct(source.format), buildFixFacts(source));
  it('is as it was read by people who run that', async () => {
    const text = commonest
      .map((cause) => `## ${cause}\n\n${list(cause).map(formatStep).join('\n')}\n`)
      .join('\n');
    await expect(`# ${place}\n\n${text}`).toMatchFileSnapshot(`advice-by-place/${place}.md`);
  });
  it('names at most one thing to fill in first', () => {
    const open = causeCatalogue.flatMap(({ id }) => {
      const [first] = list(id);
      const unknowns = new Set(first?.command?.match(placeholder));
      return unknowns.size > 1 ? [`${id}: ${first?.command}`] : [];
    });
    expect(open).toEqual([]);
  });
  it('has no tool of another place', () => {
    const foreign =
      place === 'host' || place === 'compose'
        ? /kubectl|istioctl/
        : /\bjournalctl -u|\bsystemctl (?!show containerd)|docker /;
    const steps = causeCatalogue.flatMap(({ id }) => list(id).map(({ command }) => `${id}: ${command}`));
    expect(steps.filter((step) => foreign.test(step))).toEqual([]);
  });
});
it('never offers a block that replaces what is there, nor a limit that may be lower', () => {
  const steps = Object.values(places).flatMap((source) =>
    causeCatalogue.flatMap(({ id }) =>
      listProductSteps(getCause(id), getProduct(source.format), buildFixFacts(source)),
    ),
  );
  const commands = steps.map(({ command }) => command ?? '');
  expect(commands.filter((command) => /(?:location|upstream|events)\s[^'|]*\{/.test(command))).toEqual([]);
  // One line of them in a block drops all that the blocks around it have.
  const setsHeaders = steps.filter(({ command }) => command?.includes('proxy_set_header'));
  expect(setsHeaders.filter(({ text }) => !text.includes('beside the proxy_set_header lines'))).toEqual([]);
  expect(commands.filter((command) => /^sysctl -w net\.(?:core|ipv4\.ip)/.test(command))).toEqual([]);
});
it('says how to undo every change', () => {
  const changes = Object.values(places).flatMap((source) =>
    causeCatalogue.flatMap(({ id }) =>
      listProductSteps(getCause(id), getProduct(source.format), buildFixFacts(source)).filter(
        ({ kind, command, undo }) => kind === 'change' && command !== undefined && undo === undefined,
      ),
    ),
  );
  expect(changes).toEqual([]);
});
/** Capitals that people have to replace. A failure at a socket has its path. */
const placeholder =
  /\b(?:GATEWAY_POD|APP_POD|APP_UNIT|APP_CONTAINER|NGINX_CONTAINER|NS|NAME|HOST|PORT|SITE|RESOLVER|PATH|INGRESS|SERVICE)\b/g;
const formatStep = ({ kind, at, text, command, sideEffect, undo }, index) =>
  [
    `${index + 1}. ${text} (${kind}, ${at})`,
    ...(command === undefined ? [] : [`   \`${command}\``]),
    ...(sideEffect === undefined ? [] : [`   Also: ${sideEffect}`]),
    ...(undo === undefined ? [] : [`   Undo: ${undo}`]),
  ].join('\n');

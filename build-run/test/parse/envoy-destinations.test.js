import { describe, expect, it } from 'vitest';
import { findCause } from '../../src/diagnose/causes/index.js';
import { decodeLine } from '../support/decode-line.js';

const read = (line) => {
  const event = decodeLine(line);
  if (event?.type !== 'request') throw new Error(`no request: ${line}`);
  return event;
};
const causeOf = ({ finding }) => (finding ? findCause(finding).id : null);
/** A connection of a sidecar, in Istio's format. */
const tcp = (flags, cluster, host = '-', name = 'api.partner.example', route = '-') =>
  `[2026-11-22T03:04:05.000Z] "- - -" 0 ${flags} - - "-" 0 0 0 - "-" "-" "-" "-" "${host}" ${cluster} - 198.51.100.9:443 10.0.0.5:40000 ${name} ${route}`;
/** A request through a sidecar, in Istio's format. */
const http = (answer, cluster, route, host = '-') =>
  `[2026-11-22T03:04:05.000Z] "GET /v1 HTTP/1.1" ${answer} - "-" 0 0 0 - "-" "curl/8.9.1" "7d3c2a10-0f1b-4c55-8f43-2b3c4d5e6f70" "api.partner.example" "${host}" ${cluster} - 198.51.100.9:80 10.0.0.5:40000 - ${route}`;
describe('a destination that the mesh does not know', () => {
  it.each([
    ['TLS to a host outside of the registry', tcp('UH', 'BlackHoleCluster'), 'api.partner.example'],
    ['without a name', tcp('UH', 'BlackHoleCluster', '-', '-'), '198.51.100.9:443'],
    ['no cluster was chosen', tcp('UH', '-'), 'api.partner.example'],
    ['flags of newer releases', tcp('UH,NR', 'BlackHoleCluster', '-', '-'), '198.51.100.9:443'],
    ['HTTP', http('502 - direct_response', '-', 'block_all'), 'api.partner.example'],
  ])('%s', (_, line, upstreamName) => {
    const request = read(line);
    expect(causeOf(request)).toBe('no-route');
    expect(request).toMatchObject({ upstreamName, finding: { certainty: 'likely' }, peer: null });
  });
  it('is told from a known one without hosts', () => {
    const cluster = 'outbound|443||api.shop.svc.cluster.local;';
    expect(read(tcp('UH', cluster))).toMatchObject({
      upstreamName: cluster,
      finding: { symptom: 'no-peer' },
    });
    expect(causeOf(read(http('503 UH no_healthy_upstream', cluster, 'default')))).toBe('no-live-upstreams');
  });
  it('is told from a connection to it that failed, or went well', () => {
    expect(causeOf(read(tcp('UF,URX', 'PassthroughCluster', '198.51.100.9:443')))).toBe('connect-failed');
    expect(read(tcp('-', 'PassthroughCluster', '198.51.100.9:443')).finding).toBeNull();
    expect(read(tcp('-', 'BlackHoleCluster')).finding).toBeNull();
  });
});
describe('a direct response', () => {
  const gateway = (status, route, more = {}) =>
    JSON.stringify({
      start_time: '2026-11-22T03:04:05.000Z',
      method: 'GET',
      ':authority': 'shop.example',
      response_code: status,
      response_flags: '-',
      response_code_details: 'direct_response',
      upstream_cluster: null,
      upstream_host: null,
      route_name: route,
      ...more,
    });
  it('stands for a missing backend where Envoy Gateway answers 500 from a route', () => {
    const route = 'httproute/shop/cart/rule/0/match/0/shop_example';
    expect(causeOf(read(gateway(500, route)))).toBe('no-route');
    expect(causeOf(read(gateway(500, route.replace('http', 'grpc'))))).toBe('no-route');
  });
  it.each([
    ['a redirect', gateway(301, 'httproute/shop/cart/rule/0')],
    ['not found on purpose', gateway(404, 'httproute/shop/cart/rule/0')],
    ['maintenance', gateway(503, 'httproute/shop/cart/rule/0')],
    ['no route of the Gateway API', gateway(500, 'maintenance')],
    ['no route', gateway(500, null)],
    [
      'the answer of the application',
      gateway(500, 'httproute/shop/cart/rule/0', {
        response_code_details: 'via_upstream',
        upstream_host: '10.0.0.8:80',
      }),
    ],
    ['Istio, another route', http('502 - direct_response', '-', 'default')],
    ['Istio, a good answer', http('200 - direct_response', '-', 'block_all')],
  ])('is no failure otherwise: %s', (_, line) => {
    expect(read(line).finding).toBeNull();
  });
});
describe('the peer', () => {
  it.each([
    ['envoy://connect_originate/10.0.0.9:8080', '10.0.0.9:8080'],
    ['envoy://connect_originate/[2001:db8::9]:8080', '[2001:db8::9]:8080'],
    ['tcp://10.0.0.9:8080', '10.0.0.9:8080'],
    ['envoy://internal_client_address/', 'envoy://internal_client_address/'],
  ])('%s', (host, peer) => {
    const cluster = 'inbound-vip|80|http|cart.shop.svc.cluster.local;';
    expect(
      read(
        http(
          '503 UF upstream_reset_before_response_started{remote_connection_failure}',
          cluster,
          'default',
          host,
        ),
      ),
    ).toMatchObject({ peer, upstreamAttempts: [{ peer }], upstreamName: cluster });
  });
});

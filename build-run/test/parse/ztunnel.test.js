import { describe, expect, it } from 'vitest';
import { buildFixFacts } from '../../src/diagnose/advice/fix-facts.js';
import { listProductSteps } from '../../src/diagnose/advice/gateway-advice.js';
import { causeIds, findCause, getCause } from '../../src/diagnose/causes/index.js';
import { getProduct } from '../../src/parse/decoder.js';
import { emptyParserState, parseLines } from '../../src/parse/parse-lines.js';
import { decodeLine, options } from '../support/decode-line.js';

const time = '2026-11-22T03:04:05.000001Z';
const addresses =
  'src.addr=10.0.0.4:36166 src.workload="web-7" src.namespace="shop" dst.addr=10.0.0.9:15008 dst.hbone_addr=10.0.0.9:5175 dst.service="orders.shop.svc.cluster.local" direction="outbound"';
/** A line as ztunnel writes it, with tabs before the fields. */
const failed = (error, bytes = 'bytes_sent=0 bytes_recv=0') =>
  `${time}\terror\taccess\tconnection complete\t${addresses} ${bytes} duration="3ms" error="${error}"`;
const describeLine = (line) => {
  const event = decodeLine(line);
  const finding = event?.type === 'request' ? event.finding : undefined;
  return finding ? findCause(finding).id : finding;
};
describe('a connection that ztunnel could not make', () => {
  it.each([
    ['io error: Connection refused (os error 111)', 'connection-refused'],
    ['io error: deadline has elapsed', 'connect-timeout'],
    [
      'connection timed out, maybe a NetworkPolicy is blocking HBONE port 15008: deadline has elapsed',
      'connect-timeout',
    ],
    ['io error: No route to host (os error 113)', 'host-unreachable'],
    ['connection failed: Connection refused (os error 111)', 'connection-refused'],
    ['http status: 503 Service Unavailable', 'upstream-503'],
    ['http status: 502 Bad Gateway', 'upstream-502'],
    ['no healthy upstream: orders.shop.svc.cluster.local', 'no-live-upstreams'],
    ['unknown destination: 10.0.0.99', 'no-route'],
  ])('%s', (error, cause) => {
    expect(describeLine(failed(error))).toBe(cause);
  });
  it('has the service, the address, the client, the time and no status', () => {
    expect(decodeLine(failed('io error: Connection refused (os error 111)'))).toMatchObject({
      gateway: 'ztunnel',
      upstreamName: 'orders.shop.svc.cluster.local',
      peer: '10.0.0.9:15008',
      client: '10.0.0.4',
      at: Date.parse(time),
      status: null,
      durationMs: 3,
      outcome: 'client-visible',
    });
  });
  it('is read with blanks for tabs, behind the name of its pod, and as JSON', () => {
    const line = failed('io error: Connection refused (os error 111)');
    const json = JSON.stringify({
      level: 'error',
      time,
      scope: 'access',
      message: 'connection complete',
      'src.addr': '10.0.0.4:36166',
      'dst.addr': '10.0.0.9:15008',
      'dst.service': 'orders.shop.svc.cluster.local',
      bytes_sent: 0,
      bytes_recv: 0,
      duration: '3ms',
      error: 'io error: Connection refused (os error 111)',
    });
    const lines = [
      line.replaceAll('\t', ' '),
      line.replaceAll('\t', '    '),
      `ztunnel-x7k2p ${line}`,
      `[pod/ztunnel-x7k2p/istio-proxy] ${line}`,
      `ztunnel-x7k2p istio-proxy ${line.replaceAll('\t', ' ')}`,
      `${time} ${line}`,
      json,
    ];
    for (const text of lines) {
      const { events } = parseLines(
        emptyParserState,
        [{ text, location: { file: 'ztunnel.log', byte: 0, line: 1 } }],
        options,
        0,
      );
      expect(events, text).toMatchObject([
        {
          type: 'request',
          gateway: 'ztunnel',
          peer: '10.0.0.9:15008',
          client: '10.0.0.4',
          upstreamName: 'orders.shop.svc.cluster.local',
          finding: { symptom: 'ECONNREFUSED' },
        },
      ]);
    }
  });
});
describe('what is no failure in the log of ztunnel', () => {
  it.each([
    [failed('connection closed due to policy rejection: allow policies exist, but none allowed')],
    [failed('connection closed due to policy rejection: explicitly denied by: shop/deny-all')],
    [failed('http status: 401 Unauthorized')],
    [failed('connection closed due to connection drain', 'bytes_sent=12 bytes_recv=900')],
    [`${time}\tinfo\taccess\tconnection complete\t${addresses} bytes_sent=80 bytes_recv=900 duration="3ms"`],
  ])('%s', (line) => {
    expect(decodeLine(line)).toMatchObject({ gateway: 'ztunnel', type: 'request', finding: null });
  });
  it('is told from the rest of its log', () => {
    expect(decodeLine(`${time}\tdebug\taccess\tconnection opened\t${addresses}`)).toMatchObject({
      type: 'notice',
    });
    expect(decodeLine(`${time}\tinfo\txds\treceived response type_url="x" size=1`)?.gateway).not.toBe(
      'ztunnel',
    );
  });
  it('is a guess who broke a connection that had carried data', () => {
    expect(
      decodeLine(failed('io error: Connection reset by peer (os error 104)', 'bytes_sent=12 bytes_recv=900')),
    ).toMatchObject({ finding: { certainty: 'guess' }, outcome: 'truncated' });
  });
});
describe('its advice', () => {
  const listCommands = (cause, peer) =>
    listProductSteps(
      getCause(cause),
      getProduct('ztunnel'),
      buildFixFacts({
        format: 'ztunnel',
        peer,
        upstream: 'orders.shop.svc.cluster.local',
        records: [{ text: failed('io error'), file: 'ztunnel.log', source: null }],
      }),
    ).map(({ command }) => command);
  it('asks no Envoy, no probe and no shell, of which ztunnel has none', () => {
    const commands = causeIds.flatMap((id) => listCommands(id, '10.0.0.9:8080')).join('\n');
    expect(commands).not.toMatch(/readinessProbe|pilot-agent|config_dump|kubectl exec|localhost:/);
  });
  it.each([
    ['connection-refused', '10.0.0.9:15008', 'kubectl get pods -n istio-system -l app=ztunnel -o wide'],
    [
      'connection-refused',
      '10.0.0.9:8080',
      'kubectl get pods -A -o wide --field-selector status.podIP=10.0.0.9',
    ],
    [
      'no-live-upstreams',
      '10.0.0.9:8080',
      'kubectl get endpointslices -n shop -l kubernetes.io/service-name=orders',
    ],
    ['unknown', '10.0.0.9:8080', "istioctl ztunnel-config workloads | grep -wF '10.0.0.9'"],
    ['premature-close', '10.0.0.9:8080', 'kubectl logs -n shop svc/orders --tail=100'],
  ])('%s at %s begins with %s', (cause, peer, command) => expect(listCommands(cause, peer)[0]).toBe(command));
});

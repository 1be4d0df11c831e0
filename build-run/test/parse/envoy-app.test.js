import { describe, expect, it } from 'vitest';
import { envoyAppDecoder } from '../../src/parse/envoy-app/decoder.js';

describe('a record of the application log', () => {
  it('has a time and a connection', () => {
    const line =
      '[2026-07-22 10:15:30.123][12][warning][config] [./source/a.cc:88] [C41] gRPC config: initial fetch timed out for type.googleapis.com/x';
    expect(parseEvent(line)).toMatchObject({
      type: 'attempt',
      at: Date.UTC(2026, 6, 22, 10, 15, 30, 123),
      connection: 41,
      status: null,
      finding: {
        symptom: 'config-missing',
        message: 'gRPC config: initial fetch timed out for type.googleapis.com/x',
      },
    });
  });
  it('names the cluster or host of the message', () => {
    const line = (message) =>
      `2026-07-22T10:15:30.123456Z\tinfo\tenvoy upstream a.cc:1\t${message}\tthread=9`;
    expect(parseEvent(line('removing warming cluster orders'))).toMatchObject({ upstreamName: 'orders' });
    expect(parseEvent(line('Failed to process DNS response for api.example with error: x'))).toMatchObject({
      upstreamName: 'api.example',
      finding: { symptom: 'name-server-failed', phase: 'resolving' },
    });
  });
  it.each([
    ['starting main dispatch loop', 'restart'],
    ['shutting down server instance', 'stop'],
    ['caught SIGTERM', 'stop'],
    ['caught ENVOY_SIGTERM', 'stop'],
    ['caught ENVOY_SIGINT', 'stop'],
    ['closing and draining listeners', 'stop'],
    ['cds: add 3 cluster(s), remove 1 cluster(s)', 'config'],
  ])('is a change: %s', (message, kind) => {
    expect(parseEvent(`[2026-07-22 10:15:30.123][1][info][main] [a.cc:1] ${message}`)).toMatchObject({
      type: 'change',
      kind,
    });
  });
  it.each([
    '[2026-07-22 10:15:30.123][1][debug][router] [a.cc:1] [C1][S2] upstream reset: reset reason: overflow',
    '[2026-07-22 10:15:30.123][1][trace][connection] [a.cc:1] [C2] read error: Resource temporarily unavailable',
    '2026-07-22T10:15:30.123456Z\terror\tcache\tpanic: something in the agent',
    '2026-07-22T10:15:30.123456Z warning envoy config StreamSecrets gRPC config stream closed: 14, connection refused',
    '{"level":"warn","time":"2026-07-22T10:15:30.123456Z","scope":"ads","msg":"config rejected"}',
  ])('is a notice without a failure: %s', (line) => {
    expect(parseEvent(line)).toMatchObject({ type: 'notice', kind: 'informational' });
  });
  it.each(['Aborted', 'Segmentation fault', 'Trace/breakpoint trap'])('is a crash by %s', (signal) => {
    const line = `[2026-07-22 10:15:30.123][1][critical][backtrace] [./source/server/backtrace.h:104] Caught ${signal}, suspect faulting address 0x0`;
    expect(parseEvent(line)).toMatchObject({ type: 'attempt', finding: { symptom: 'crashed' } });
  });
  it('includes all lines of a message', () => {
    const record =
      '[2026-07-22 10:15:30.123][1][critical][main] [a.cc:1] error `\n  - no such field\n` initializing config';
    expect(parseEvent(record)).toMatchObject({
      type: 'attempt',
      finding: { symptom: 'crashed', message: 'error `' },
    });
    const multiLineRecord =
      '[2026-07-22 10:15:30.123][1][critical][assert] [a.cc:1] assert failure: x. Details:\n  y';
    expect(parseEvent(multiLineRecord)).toMatchObject({
      type: 'attempt',
      finding: { message: 'assert failure: x. Details:' },
    });
    expect(envoyAppDecoder.isRecordStart('  - no such field')).toBe(false);
    expect(envoyAppDecoder.isRecordComplete(record)).toBe(false);
  });
  it.each([
    'F1122 09:23:04.000125      17 server.go:88] Cannot reach the cluster',
    '[2026-07-22 10:15:30 #77.1]  INFO    worker is ready to serve.',
    '2026-07-22T10:15:30Z something else',
    '{"level":"error","msg":"connection refused"}',
    'cluster.orders.upstream_rq_503: 8',
  ])('of another program is rejected: %s', (line) => {
    expect(envoyAppDecoder.isRecordStart(line)).toBe(false);
    expect(parseEvent(line)).toBeUndefined();
  });
});
describe('a host event', () => {
  it('names host and cluster', () => {
    const line =
      '{"type":"CONSECUTIVE_5XX","timestamp":"2026-07-22T10:15:30.123Z","secs_since_last_action":"30","cluster_name":"orders","upstream_url":"10.0.0.5:8080","action":"EJECT","num_ejections":1,"enforced":true,"eject_consecutive_event":{}}';
    expect(envoyAppDecoder.isRecordStart(line)).toBe(true);
    expect(parseEvent(line)).toMatchObject({
      type: 'notice',
      kind: 'ejection',
      at: Date.UTC(2026, 6, 22, 10, 15, 30, 123),
      upstreamName: 'orders',
      peer: '10.0.0.5:8080',
      message: '10.0.0.5:8080 was ejected for CONSECUTIVE_5XX',
    });
  });
  it.each([
    [{ socket_address: { address: '2001:db8::5', port_value: 80 } }, '[2001:db8::5]:80'],
    [{ pipe: { path: '/run/app.sock' } }, '/run/app.sock'],
    [{}, null],
  ])('recognises a host of the form %j', (host, peer) => {
    const line = JSON.stringify({ host, cluster_name: 'orders', add_healthy_event: { first_check: true } });
    expect(parseEvent(line)).toMatchObject({ kind: 'informational', peer });
  });
});
const decoderOptions = { toEpochMs: () => 0, nginxFormats: [], envoyFormats: [] };
const parseEvent = (text) =>
  envoyAppDecoder.decode(
    { text, location: { file: 'envoy.log', byte: 0, line: 1 }, stampedAt: null, source: null },
    decoderOptions,
  );

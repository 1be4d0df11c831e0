import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrapLine, unwrapRecord } from '../../src/parse/envelope/unwrap.js';
import { measureCpuMs } from '../support/cpu-time.js';

const innerLine =
  '2026/11/22 09:23:04 [error] 2388#2388: *45 connect() failed (111: Connection refused) while connecting to upstream, ' +
  'client: 203.0.113.7, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://10.0.0.5:8080/cart", host: "shop.example"';
const stampedAt = Date.UTC(2026, 10, 22, 9, 23, 4, 125);
const envelopes = [
  {
    name: 'docker json-file',
    wrap: (line) =>
      JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: '2026-11-22T09:23:04.125000000Z' }),
    stampedAt: stampedAt,
  },
  {
    name: 'CRI',
    wrap: (line) => `2026-11-22T10:23:04.125000000+01:00 stderr F ${line}`,
    stampedAt: stampedAt,
  },
  {
    name: 'syslog over the network',
    wrap: (line) => `<187>Nov 22 09:23:04 web1 nginx: ${line}`,
    source: 'web1',
  },
  {
    name: 'syslog with a one-digit day',
    wrap: (line) => `<187>Nov  2 09:23:04 web1 edge: ${line}`,
    source: 'web1',
  },
  { name: 'syslog without a host', wrap: (line) => `<187>Nov 22 09:23:04 nginx: ${line}` },
  {
    name: 'syslog, RFC 5424',
    wrap: (line) => `<187>1 2026-11-22T09:23:04.125Z web1 nginx 2388 - - ${line}`,
    stampedAt: stampedAt,
    source: 'web1',
  },
  {
    name: 'syslog, RFC 5424, with structured data',
    wrap: (line) => `<187>1 2026-11-22T09:23:04.125Z web1 nginx - - [meta a="1"][zone b="2"] ${line}`,
    stampedAt: stampedAt,
    source: 'web1',
  },
  {
    name: 'rsyslog with complete times',
    wrap: (line) => `2026-11-22T09:23:04.125+00:00 web1 nginx: ${line}`,
    stampedAt: stampedAt,
    source: 'web1',
  },
  { name: 'journalctl', wrap: (line) => `Nov 22 09:23:04 web1 nginx[2388]: ${line}`, source: 'web1' },
  {
    name: 'journalctl in German',
    wrap: (line) => `Mär 22 09:23:04 web1 nginx[2388]: ${line}`,
    source: 'web1',
  },
  {
    name: 'journalctl -o short-iso',
    wrap: (line) => `2026-11-22T09:23:04+0000 web1 nginx[2388]: ${line}`,
    stampedAt: stampedAt - 125,
    source: 'web1',
  },
  {
    name: 'journalctl -o short-full',
    wrap: (line) => `Sun 2026-11-22 09:23:04 UTC web1 nginx[2388]: ${line}`,
    source: 'web1',
  },
  {
    name: 'journalctl -o short-unix',
    wrap: (line) => `1795339384.125000 web1 nginx[2388]: ${line}`,
    source: 'web1',
  },
  { name: 'journalctl without a time', wrap: (line) => `web1 nginx[2388]: ${line}`, source: 'web1' },
  {
    name: 'journalctl -o json',
    wrap: (line) =>
      JSON.stringify({
        _HOSTNAME: 'web1',
        MESSAGE: line,
        __REALTIME_TIMESTAMP: String(stampedAt * 1000),
        PRIORITY: '3',
      }),
    stampedAt: stampedAt,
    source: 'web1',
  },
  {
    name: 'journalctl -o json with bytes',
    wrap: (line) => JSON.stringify({ MESSAGE: [...new TextEncoder().encode(line)], _HOSTNAME: 'web1' }),
    source: 'web1',
  },
  { name: 'a process in brackets', wrap: (line) => `[gateway] ${line}`, source: 'gateway' },
  { name: 'docker-compose', wrap: (line) => `gateway_1  | ${line}`, source: 'gateway_1' },
  { name: 'docker compose', wrap: (line) => `shop-gateway-1 | ${line}`, source: 'shop-gateway-1' },
  { name: 'foreman', wrap: (line) => `09:23:04          gateway | ${line}`, source: 'gateway' },
  {
    name: 'kubectl logs --prefix',
    wrap: (line) => `[pod/edge-6d9c-x2x/nginx] ${line}`,
    source: 'edge-6d9c-x2x',
  },
  {
    name: 'kubectl logs --timestamps',
    wrap: (line) => `2026-11-22T09:23:04.125000000Z ${line}`,
    stampedAt: stampedAt,
  },
  { name: 'stern', wrap: (line) => `edge-6d9c4f-x2x controller ${line}`, source: 'edge-6d9c4f-x2x' },
  {
    name: 'a log shipper',
    wrap: (line) =>
      JSON.stringify({
        '@timestamp': '2026-11-22T09:23:04.125Z',
        message: line,
        kubernetes: { pod: { name: 'edge-1' } },
      }),
    stampedAt: stampedAt,
    source: 'edge-1',
  },
  { name: 'terminal colours', wrap: (line) => `\u001b[31m${line}\u001b[0m` },
  { name: 'a carriage return', wrap: (line) => `${line}\r` },
  { name: 'a byte order mark', wrap: (line) => `\ufeff${line}` },
  { name: 'a quote in an email', wrap: (line) => `> ${line}` },
  { name: 'a quote within a quote', wrap: (line) => `> > ${line}` },
  { name: 'backticks', wrap: (line) => `\`${line}\`` },
  { name: 'an indentation', wrap: (line) => `    ${line}` },
];
describe('removing envelopes', () => {
  it.each(envelopes)('removes $name', ({ wrap, stampedAt = null, source = null }) => {
    expect(unwrapLine(wrap(innerLine))).toMatchObject({ text: innerLine, stampedAt, source });
  });
  const pairs = envelopes.flatMap((outer) => envelopes.map((within) => ({ outer, within })));
  it.each(pairs)('removes $outer.name around $within.name', ({ outer, within }) => {
    expect(unwrapLine(outer.wrap(within.wrap(innerLine))).text).toBe(innerLine);
  });
  it.each(['Nov 22 09:23:04 web1 error.log ', 'Q: what does this mean? ', '# [BUG] ', '**', '- '])(
    'removes text that someone wrote before the line: %s',
    (text) => {
      expect(unwrapLine(text + innerLine).text).toBe(innerLine);
      expect(unwrapLine(text + innerLine.slice(20)).text).toBe(innerLine.slice(20));
    },
  );
  it('reports whether the runtime split the line', () => {
    const stamp = '2026-11-22T09:23:04.125Z stderr';
    expect(unwrapLine(`${stamp} P begin of a`)).toMatchObject({ text: 'begin of a', lineTag: 'partial' });
    expect(unwrapLine(`${stamp} F  line`)).toMatchObject({ text: ' line', lineTag: 'full' });
    const piece = 'x'.repeat(16_384);
    const docker = (log) => JSON.stringify({ log, stream: 'stdout', time: '2026-11-22T09:23:04.125Z' });
    expect(unwrapLine(docker(piece)).lineTag).toBe('partial');
    expect(unwrapLine(docker('rest\n')).lineTag).toBe('full');
    expect(unwrapLine(innerLine).lineTag).toBeNull();
  });
  it('extracts the line from an object that spans several lines or is truncated', () => {
    const pretty = JSON.stringify({ _PID: '7', MESSAGE: innerLine, _HOSTNAME: 'web1' }, null, '\t');
    expect(unwrapRecord(pretty)).toMatchObject({ text: innerLine, source: 'web1' });
    expect(unwrapLine(`\t"message": ${JSON.stringify(innerLine)},`).text).toBe(innerLine);
    expect(unwrapLine(`{"log":${JSON.stringify(innerLine).slice(0, 80)}`).text).toBe(innerLine.slice(0, 79));
  });
  it('removes the envelope of every line of a record', () => {
    const stamp = '2026-11-22T09:23:04.125Z stderr F';
    expect(unwrapRecord(`${stamp} first\n${stamp} #0 {main}`).text).toBe('first\n#0 {main}');
  });
  const untouched = [
    '{"authority":"shop.example","response_code":503,"response_flags":"UF","message":"-"}',
    '{"status":"502","request":"GET / HTTP/1.1"}',
    '[2026-11-22T09:23:04.125Z] "GET / HTTP/1.1" 503 UF 0 91 10 - "-" "curl" "id" "shop" "10.0.0.5:80"',
    '203.0.113.7 - - [22/Nov/2026:09:23:04 +0000] "GET / HTTP/1.1" 502 157 "-" "curl"',
    '2026-11-22T09:23:04+00:00 203.0.113.7 502 "GET / HTTP/1.1" 10.0.0.5:80',
    '2026-11-22T09:23:04+00:00 shop.example 10.0.0.5:80 502',
    '2026-11-22T09:23:04.125Z\twarning\tenvoy config\tgRPC config stream closed',
    '203.0.113.7 - a 2026/11/22 09:23:04 [error] 1#1: *1 forged [22/Nov/2026:09:23:04 +0000] "GET / HTTP/1.1" 401 1',
    '**.113.0.7 - - [22/Nov/2026:09:23:04 +0000] "GET / HTTP/1.1" 502 157 "-" "curl"',
    'shop.example | 203.0.113.7 | 502',
    '10.0.0.5 | 502 | GET /',
    'nginx: [emerg] host not found in upstream "api" in /etc/nginx/nginx.conf:3',
    '#0 {main}',
    '',
  ];
  it.each(untouched)('leaves the line unchanged: %s', (line) => {
    expect(unwrapLine(line).text).toBe(line);
  });
  it('never throws and is never slow', () => {
    const nasty = ['[', '<187>', '> ', '`', '\u001b[', '{"log":"', '\\', ' ', '9', 'a-', '|', '[pod/a/b] '];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...nasty), { maxLength: 60 }),
        (parts) => typeof unwrapLine(parts.join('')).text === 'string',
      ),
    );
    const slowest = Math.max(...nasty.map((part) => measureCpuMs(() => unwrapLine(part.repeat(20_000)))));
    expect(slowest).toBeLessThan(200);
  });
});
it.each(['istio-proxy', '[Envoy (Epoch 0)]', '2026-11-22 09:23:04'])(
  'finds an Envoy line after %s',
  (prefix) => {
    const line =
      '[2026-11-22T09:23:04.125Z] "GET / HTTP/1.1" 503 UF 0 167 4 - "-" "curl/8" "id" "shop.example" "-"';
    expect(unwrapLine(`${prefix} ${line}`).text).toBe(line);
  },
);

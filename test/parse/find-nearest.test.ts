import { describe, expect, it } from 'vitest';
import { findNearestFormat } from '../../src/parse/find-nearest.js';
import { compileNginxFormat } from '../../src/parse/format/nginx-format.js';
import { readPaste } from '../../src/parse/read-paste.js';
import { options } from '../support/decode-line.js';

const find = (line: string, readOptions = options) => {
  const nearest = findNearestFormat(line, readOptions);
  return nearest && { ...nearest, found: nearest.line.slice(nearest.position) };
};

const client = '203.0.113.9 - - [22/Nov/2026:03:04:05 +0000]';

const damagedLines: readonly (readonly [
  damage: string,
  line: string,
  gateway: string,
  expected: string,
  found: string,
])[] = [
  [
    'an unknown level',
    '2026/11/22 03:04:05 [eror] 24#24: *7 it broke',
    'nginx-error',
    'a level',
    'eror] 24#24: *7 it broke',
  ],
  [
    'no process',
    '2026/11/22 03:04:05 [error] main: it broke',
    'nginx-error',
    'process and thread',
    'main: it broke',
  ],
  [
    'words in place of the termination state',
    '203.0.113.9:51234 [22/Nov/2026:03:04:05.118] front back/web1 0/0/1/12/14 503 212 - - broken 1/1/0/0/0 0/0',
    'haproxy',
    'the termination state',
    'broken 1/1/0/0/0 0/0',
  ],
  [
    'a backend without its server',
    '203.0.113.9:51234 [22/Nov/2026:03:04:05.118] front back 0/0/1/12/14 503 212',
    'haproxy',
    'backend/server',
    'back 0/0/1/12/14 503 212',
  ],
  [
    'a level that Envoy does not have',
    '[2026-11-22 03:04:05.118][12][loud][config] it broke',
    'envoy-app',
    'the level',
    '[loud][config] it broke',
  ],
];

describe('a line that cannot be read', () => {
  it.each(damagedLines)('with %s says where it stops', (_, line, gateway, expected, found) => {
    expect(readPaste(line, options).event).toBeUndefined();
    const nearest = find(line);
    expect(nearest).toMatchObject({ gateway, found });
    expect(nearest?.expected).toContain(expected);
  });

  it('is compared with the configured format', () => {
    const format = compileNginxFormat('gw|$time_iso8601|$status|$upstream_addr|$request|end');
    const line = 'gw|2026-11-22T03:04:05+00:00|502|192.0.2.4:80|GET /a HTTP/1.1|fin';
    const nearest = find(line, { ...options, nginxFormats: [format, ...options.nginxFormats] });
    expect(nearest?.format).toBe(format.name);
    expect(nearest?.expected).toBe('$request, and then "|end"');
    expect(nearest?.found).toBe('GET /a HTTP/1.1|fin');
  });

  it('is compared with each format, and the one that reaches furthest is named', () => {
    const short = compileNginxFormat('gw|$time_iso8601|$status|$request_time');
    const long = compileNginxFormat('gw|$time_iso8601|$status|$upstream_status|$request_time|$request');
    const nearest = find('gw|2026-11-22T03:04:05+00:00|502|502|soon|GET /a HTTP/1.1', {
      ...options,
      nginxFormats: [short, long],
    });
    expect(nearest).toMatchObject({ format: long.name, found: 'soon|GET /a HTTP/1.1' });
    expect(nearest?.expected).toContain('$request_time, a number');
  });

  it('says what must follow where the line ends too early', () => {
    const nearest = find('203.0.113.9 - - [2026-11-22 03:04:05] "GET /a HTTP/1.1" 502');
    expect(nearest).toMatchObject({ found: '502', expected: '$status, three digits, and then a blank' });
  });

  it('shows the line without secrets', () => {
    const nearest = find('2026/11/22 03:04:05 [eror] 24#24: *7 it broke, password=hunter22');
    expect(nearest?.line).not.toContain('hunter22');
  });
});

describe('nothing is near', () => {
  it.each([
    '2026/11/22 03:04:05 http: TLS handshake error from 203.0.113.9:51234: EOF',
    'Nov 22 03:04:05 web-1 sshd[812]: Accepted publickey for ada from 203.0.113.9 port 51234 ssh2',
    '2026-11-22 03:04:05,118 INFO  [main] com.example.Shop - started in 3 s',
    '2026-11-22T03:04:05.118Z INFO shop::http: listening on 0.0.0.0:8080',
    '[2026-11-22 03:04:05 +0000] [12] [INFO] Booting worker with pid: 12',
    '[notice] - started - [main]',
    'Traceback (most recent call last):',
    '  at com.example.Shop.run(Shop.java:12)',
    '1:M 22 Nov 2026 03:04:05.118 * Ready to accept connections',
    '2026/11/22 03:04:05 [INFO] serving on 0.0.0.0:8080',
    '2026/11/22 03:04:05 [ERR] agent: error getting server health: context deadline exceeded',
    '[2026-11-22T03:04:05,118][WARN ][o.e.c.DiskThresholdMonitor] [node-1] disk watermark exceeded',
    'lorem ipsum dolor sit amet',
    '----------------------------------------',
    '{"level":"info","msg":"started"}',
    '',
  ])('for %j', (line) => {
    expect(find(line)).toBeUndefined();
  });
});

it('takes linear time for hostile text', () => {
  for (const piece of ['[', '" ', '- ', '[22/Nov/2026:03:04:05 +0000] "', `${client} "`, 'a|', '0/', '\n']) {
    const startedAt = performance.now();
    findNearestFormat(piece.repeat(40_000), options);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  }
});

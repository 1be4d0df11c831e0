import { describe, expect, it } from 'vitest';
import { compileNginxFormat } from '../../src/parse/format/nginx-format.js';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../../src/parse/known-formats.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';
import { emptyParserState, flushParser, parseLines } from '../../src/parse/parse-lines.js';

const options = {
  toEpochMs: createLocalTimeParser('UTC'),
  nginxFormats: compileKnownNginxFormats(),
  envoyFormats: compileKnownEnvoyFormats(),
};
const time = '22/Nov/2026:09:23:23 +0000';
const rest = `"GET /cart HTTP/1.1" 502 157 "-" "curl/8.5"`;
const accessLine = `192.0.2.7 - - [${time}] ${rest}`;
const errorLine =
  '2026/11/22 09:23:23 [error] 31#31: *5 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://10.0.0.7:8080/cart", host: "shop.example"';
/** What programs put before each line of a gateway, without a grammar of their own here. */
const prefixes = [
  ['s6-log', '2026-11-22 09:23:23.067393235  '],
  ['s6-log with TAI64N', '@4000000065a1b2c3075bcd15 '],
  ['fly logs', '2026-11-22T09:23:23Z app[148e4] fra [info]'],
  ['CloudWatch', 'Nov 22 09:23:23 ip-10-0-0-5 access.log '],
  ['a Beanstalk bundle', '/var/log/nginx/access.log i-0abc12 '],
  ['OpenWrt', 'Sun Nov 22 09:23:23 2026 daemon.info nginx[123]: '],
  ['Grafana', '2026-11-22 09:23:23.067\t'],
  ['Grafana with labels', '2026-11-22 09:23:23.067\tinfo\tnginx\t'],
  ['supervisord', "2026-11-22 09:23:23,067 DEBG 'nginx' stdout output: "],
  ['supervisord, with a line break', "2026-11-22 09:23:23,067 DEBG 'nginx' stdout output:\n"],
  ['Dozzle', '11/22/2026 09:23:23 AM nginx-1 stdout '],
  ['awslogs', '/ecs/shop ecs/nginx/0abc '],
  ['grep -n', '12:'],
  ['grep -H', 'access.log:'],
  ['grep -nH', '/var/log/nginx/access.log:12:'],
  ['grep -C', '12-'],
  ['logcli', '2026-11-22T09:23:23Z {app="nginx", pod="shop-7d9f"} '],
  ['logcli without labels', '2026-11-22T09:23:23Z {} '],
  ['tail -f of several', '==> access.log <== '],
  ['cat -n', '    12\t'],
  ['a Windows service', '[2026-11-22 09:23:23] [nginx] '],
  ['PM2 with a date', '2026-11-22 09:23:23 +00:00: '],
  ['an unknown one with an address', 'relay 10.9.9.9 port 514 > '],
];
describe('behind an unknown prefix', () => {
  it.each(prefixes)('of %s, the client of an access line is the client', (_, prefix) => {
    expect(readRequest(prefix + accessLine)).toMatchObject({
      client: '192.0.2.7',
      status: 502,
      request: { method: 'GET', target: '/cart' },
      at: Date.UTC(2026, 10, 22, 9, 23, 23),
    });
  });
  it.each(prefixes)('of %s, an IPv6 client and a user are read', (_, prefix) => {
    const line = accessLine.replace('192.0.2.7 - -', '2001:db8::7 - mary jones');
    // These digits and the address are an address together.
    const expected =
      /\d[:-]$/.test(prefix) && prefix.endsWith(':') ? expect.stringMatching(/2001:db8::7$/) : '2001:db8::7';
    expect(readRequest(prefix + line).client).toEqual(expected);
  });
  it.each(prefixes)("of %s, Harbor's line is read", (_, prefix) => {
    const line = `[${time}]:192.0.2.7 - ${rest} 0.002 0.002 .`;
    expect(readRequest(prefix + line)).toMatchObject({ client: '192.0.2.7', status: 502 });
  });
  it.each(prefixes)('of %s, an error record keeps its client and its time', (_, prefix) => {
    const [event] = parse(prefix + errorLine).filter(({ type }) => type === 'attempt');
    expect(event).toMatchObject({
      client: '192.0.2.7',
      connection: 5,
      peer: '10.0.0.7:8080',
      host: 'shop.example',
      at: Date.UTC(2026, 10, 22, 9, 23, 23),
    });
  });
  it.each(prefixes)('of %s, a configured format is read', (_, prefix) => {
    const format =
      '$remote_addr - $remote_user [$time_local] "$request" $status $upstream_addr|$upstream_status';
    const configured = { ...options, nginxFormats: [compileNginxFormat(format), ...options.nginxFormats] };
    const line = `192.0.2.7 - - [${time}] "GET /cart HTTP/1.1" 502 10.0.0.7:8080|502`;
    expect(readRequest(prefix + line, configured)).toMatchObject({
      client: '192.0.2.7',
      peer: '10.0.0.7:8080',
    });
  });
});
describe('a configured format without a dash after the client', () => {
  it.each(
    prefixes.flatMap(([program, prefix]) => [
      [
        program,
        prefix,
        '$time_iso8601|$remote_addr|$status|$request|$upstream_addr',
        '2026-11-22T09:23:23+00:00|192.0.2.7|502|GET /cart HTTP/1.1|10.0.0.7:8080',
      ],
      [
        program,
        prefix,
        '[$time_local] $host $remote_addr "$request" $status $upstream_addr',
        `[${time}] shop.example 192.0.2.7 "GET /cart HTTP/1.1" 502 10.0.0.7:8080`,
      ],
    ]),
  )('is read behind the prefix of %s%s: %s', (_, prefix, format, line) => {
    const configured = { ...options, nginxFormats: [compileNginxFormat(format), ...options.nginxFormats] };
    expect(readRequest(prefix + line, configured)).toMatchObject({
      client: '192.0.2.7',
      status: 502,
      peer: '10.0.0.7:8080',
    });
  });
  it('is not found in what a client wrote', () => {
    const format = '$remote_addr|$status|$request|$upstream_addr';
    const configured = { ...options, nginxFormats: [compileNginxFormat(format), ...options.nginxFormats] };
    const line = `${accessLine.slice(0, -1)} 192.0.2.9|502|GET / HTTP/1.1|10.0.0.9:1`;
    expect(readRequest(line.replace('502 157', '200 157'), configured).client).toBe('192.0.2.7');
  });
});
describe('where the client stands elsewhere', () => {
  it.each([
    ['after the time (Harbor)', `[${time}]:192.0.2.7 - ${rest} 0.002 0.002 .`, '192.0.2.7'],
    ['after the time, in a format of its own', `[${time}] 192.0.2.7 ${rest}`, '192.0.2.7'],
    ['behind the host', `shop.example 192.0.2.7 - - [${time}] ${rest}`, '192.0.2.7'],
    ['behind host and port', `shop.example:443 192.0.2.7 - - [${time}] ${rest}`, '192.0.2.7'],
    ['first of forwarded addresses', `192.0.2.7, 10.0.0.1 - - [${time}] ${rest}`, '192.0.2.7'],
    ['masked', `192.0.2.xxx - - [${time}] ${rest}`, '192.0.2.xxx'],
    ['with a port', `192.0.2.7:51000 - - [${time}] ${rest}`, '192.0.2.7'],
    ['mapped to IPv6', `::ffff:192.0.2.7 - - [${time}] ${rest}`, '::ffff:192.0.2.7'],
    ['before a user that imitates a line', `192.0.2.7 - 9.9.9.9 - - [${time}] ${rest}`, '192.0.2.7'],
    ['before such a user, behind a prefix', `x 1 192.0.2.7 - 9.9.9.9 - - [${time}] ${rest}`, '192.0.2.7'],
  ])('%s', (_, line, client) => {
    expect(readRequest(line).client).toBe(client);
  });
  it('keeps the host before the client', () => {
    expect(readRequest(`shop.example 192.0.2.7 - - [${time}] ${rest}`).host).toBe('shop.example');
  });
  it('is nobody where only a prefix is left', () => {
    expect(readRequest(`2026-11-22 09:23:23.067 - - [${time}] ${rest}`).client).toBeNull();
  });
  it('is not read from an error record that a client put into its request', () => {
    const line = accessLine.replace('/cart', `/${errorLine.replaceAll('"', '')}`);
    expect(parse(line).map(({ type }) => type)).toEqual(['request']);
  });
});
function readRequest(text, decoderOptions = options) {
  const request = parse(text, decoderOptions).find(({ type }) => type === 'request');
  // Every line of this file has one.
  return request;
}
function parse(text, decoderOptions = options) {
  const lines = text
    .split('\n')
    .map((line, index) => ({ text: line, location: { file: 'log', byte: index * 100, line: index + 1 } }));
  const step = parseLines(emptyParserState, lines, decoderOptions, 0);
  const end = flushParser(step.state, decoderOptions, 0);
  return [...step.events, ...end.events].filter(
    (event) => event.type === 'attempt' || event.type === 'request',
  );
}

import fc from 'fast-check';
import nearley from 'nearley';
import { describe, expect, it } from 'vitest';
import rules from '../../src/grammars/nginx-log-format.js';
import { untrustedKey } from '../../src/parse/format/extraction-table.js';
import { compileNginxFormat } from '../../src/parse/format/nginx-format.js';
import { FormatError } from '../../src/parse/format/parse-format.js';
import { anyText } from '../support/any-text.js';

const combined =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';
const listsFormat =
  '[$proxy_upstream_name] $upstream_addr $upstream_response_length $upstream_status $req_id';
const logTime = '22/Nov/2026:09:23:04 +0000';
describe('extracting the values of a line', () => {
  it.each([
    {
      title: 'omits dashes',
      format: combined,
      line: `192.0.2.7 - - [${logTime}] "GET /cart HTTP/1.1" 502 157 "-" "curl/8.9"`,
      values: {
        remote_addr: '192.0.2.7',
        time_local: logTime,
        request: 'GET /cart HTTP/1.1',
        status: '502',
        body_bytes_sent: '157',
        http_user_agent: 'curl/8.9',
      },
    },
    {
      title: 'reads a user name with a bracket completely',
      format: '$remote_user [$time_local] $status',
      line: `eve [1 [${logTime}] 200`,
      values: { remote_user: 'eve [1', time_local: logTime, status: '200' },
    },
    {
      title: 'decodes escaped bytes as UTF-8',
      format: '"$request" $status',
      line: '"GET /\\x22caf\\xC3\\xA9\\x22 HTTP/1.1" 404',
      values: { request: 'GET /"café" HTTP/1.1', status: '404' },
    },
    {
      title: 'keeps spaces within upstream lists',
      format: listsFormat,
      line: '[shop] 10.0.0.5:80, [2001:db8::5]:80 : unix:/run/a.sock 0, 0 : 7 502, 502 : 200 abc',
      values: {
        proxy_upstream_name: 'shop',
        upstream_addr: '10.0.0.5:80, [2001:db8::5]:80 : unix:/run/a.sock',
        upstream_response_length: '0, 0 : 7',
        upstream_status: '502, 502 : 200',
        req_id: 'abc',
      },
    },
    {
      title: 'distinguishes an empty list (no peer chosen) from a dash',
      format: listsFormat,
      line: '[shop]  0 - abc',
      values: {
        proxy_upstream_name: 'shop',
        upstream_addr: '',
        upstream_response_length: '0',
        upstream_status: '-',
        req_id: 'abc',
      },
    },
    {
      title: 'accepts brackets in a bracketed list',
      format: '[$upstream_addr] $status',
      line: '[[2001:db8::5]:80, 10.0.0.5:80] 502',
      values: { upstream_addr: '[2001:db8::5]:80, 10.0.0.5:80', status: '502' },
    },
    {
      title: 'accepts variables in braces',
      format: `\${remote_addr}:$status`,
      line: '192.0.2.7:502',
      values: { remote_addr: '192.0.2.7', status: '502' },
    },
    {
      title: 'omits adjacent variables',
      format: '$host$request_uri $status',
      line: 'shop.example/cart 502',
      values: { status: '502' },
    },
    {
      title: 'requires three digits for a status',
      format: '$status $request_time',
      line: '50 0.001',
      values: undefined,
    },
    { title: 'rejects a line of another format', format: combined, line: 'started', values: undefined },
  ])('$title', ({ format, line, values }) => {
    const extracted = compileNginxFormat(format).extract(line);
    expect(extracted && Object.fromEntries(extracted)).toEqual(values);
  });
  it('marks a line with unbalanced quotes', () => {
    const extracted = compileNginxFormat(combined, { escape: 'none' }).extract(
      `192.0.2.7 - - [${logTime}] "GET / HTTP/1.1" 200 5 "-" "a" 502 "b"`,
    );
    expect(extracted?.get(untrustedKey)).toBe('1');
    expect(extracted?.get('status')).toBe('200');
  });
});
describe('a log_format statement from nginx.conf', () => {
  it('is read with its pieces joined and its name', () => {
    const format = compileNginxFormat(`
      log_format timed '$remote_addr "$request" '
                       "$status rt=$request_time";
    `);
    expect(format.name).toBe('timed');
    expect([...format.fields]).toEqual(['remote_addr', 'request', 'status', 'request_time']);
    expect(format.extract('192.0.2.7 "GET / HTTP/1.1" 502 rt=0.002')?.get('request_time')).toBe('0.002');
  });
  it('reads JSON by key, in any order, even if a bare value makes it invalid', () => {
    const { extract } = compileNginxFormat(
      'log_format j escape=json \'{"t":"$msec","up":{"status":$upstream_status},"line":"$request_method $request_uri"}\';',
    );
    const extracted = extract('{"line":"GET /a\\"b","up":{"status":502, 200},"t":"1795339384.123"}');
    expect(extracted && Object.fromEntries(extracted)).toEqual({
      msec: '1795339384.123',
      upstream_status: '502, 200',
      request_method: 'GET',
      request_uri: '/a"b',
    });
    expect(extract('{"line":"GET /","up":{"status":},"t":"1.0"}')?.get('upstream_status')).toBe('');
    expect(extract('{"other":"record"}')).toBeUndefined();
  });
});
describe('a format that cannot be compiled', () => {
  it.each([
    ['$remote_addr $ $status', /at character 15, after ".*\$ "/],
    ['a ${status', /at its end/],
    ['no variable', /has no variable/],
    ['log_format main', /log_format NAME/],
    ["log_format main escape=xml '$status';", /escape=json/],
    ['{"status": "$status",}', /JSON format/],
  ])('%s', (format, message) => {
    expect(() => compileNginxFormat(format)).toThrow(FormatError);
    expect(() => compileNginxFormat(format)).toThrow(message);
  });
});
it('restores any text that nginx escapes in a quoted value', () => {
  const { extract } = compileNginxFormat(
    '$remote_addr "$request" $status "$http_user_agent" $upstream_addr $request_time',
  );
  const text = anyText().filter((value) => value !== '-' && value !== '');
  const peers = fc.array(fc.constantFrom('10.0.0.5:80', 'unix:/run/a.sock', '[2001:db8::5]:80', 'shop'), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(text, text, fc.integer({ min: 100, max: 599 }), peers, (request, agent, status, peerList) => {
      const line = `192.0.2.7 "${escapeText(request)}" ${status} "${escapeText(agent)}" ${peerList.join(', ')} 0.100`;
      const extracted = extract(line);
      expect(extracted && Object.fromEntries(extracted)).toEqual({
        remote_addr: '192.0.2.7',
        request,
        status: String(status),
        http_user_agent: agent,
        upstream_addr: peerList.join(', '),
        request_time: '0.100',
      });
    }),
  );
});
it('gives every format exactly one parse', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('$', '{', '}', 'a', '_9', ' ', '"', '$b', '}a')), (pieces) => {
      const grammar = nearley.Grammar.fromCompiled(rules);
      grammar.start = 'format';
      const parser = new nearley.Parser(grammar);
      try {
        parser.feed(pieces.join(''));
      } catch {
        return;
      }
      expect(parser.results.length).toBeLessThanOrEqual(1);
    }),
  );
});
/** Escapes like nginx with `escape=default`: bytes below 0x20, quote, backslash and all above 0x7E. */
const escapeText = (text) =>
  [...new TextEncoder().encode(text)]
    .map((byte) =>
      byte < 0x20 || byte === 0x22 || byte === 0x5c || byte >= 0x7f
        ? `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
    .join('');

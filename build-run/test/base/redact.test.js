import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePrintable, toSingleLine, truncate } from '../../src/base/printable.js';
import { redact } from '../../src/base/redact.js';
import { anyText } from '../support/any-text.js';

describe('redact masks', () => {
  it.each([
    ['a query', 'GET /pay?card=4111111111111111&cvc=123 HTTP/1.1', 'GET /pay?card=•••&cvc=••• HTTP/1.1'],
    ['a query without names', 'GET /reset?Zk3jd93kdkd93 HTTP/1.1', 'GET /reset?••• HTTP/1.1'],
    ['a referrer', '"https://shop.example/a?utm=x" "curl/8"', '"https://shop.example/a?utm=•••" "curl/8"'],
    ['credentials in an address', 'http://root:hunter2@10.0.0.7:80/', 'http://•••@10.0.0.7:80/'],
    ['a bearer header', 'Authorization: Bearer abc.DEF-123', 'Authorization: •••'],
    ['a header in JSON', '{"authorization":"Basic dXNlcjpwYXNz","a":1}', '{"authorization":"•••","a":1}'],
    ['a digest', 'Authorization: Digest username="mo", response="6629"', 'Authorization: •••'],
    ['a bearer alone', 'got Bearer abcDEF123456 from client', 'got Bearer ••• from client'],
    ['cookies', 'Cookie: sid=abc; theme=dark', 'Cookie: •••'],
    ['a cookie being set', '"set-cookie: sid=abc; Path=/", host', '"set-cookie: •••", host'],
    ['a Slack token', 'xoxb-12345-67890-abcDEF said hello', 'xoxb-••• said hello'],
    ['a web token', 'id eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig_-x done', 'id eyJ••• done'],
    ['a password', 'db_password=hunter2, host=a', 'db_password=•••, host=a'],
    ['a quoted password', '"password": "correct horse battery"', '"password": "•••"'],
    ['an API key', 'api-key: k-123 next', 'api-key: ••• next'],
    ['an encoded header in a path', 'GET /x/Bearer%20abcDEF123456 HTTP/1.1', 'GET /x/Bearer ••• HTTP/1.1'],
    ['a key in a path', '-----BEGIN%20PRIVATE%20KEY-----MIIE-----END%20PRIVATE%20KEY-----', '•••'],
    ['a header behind a question mark', '?db_password: hunter2', '?••• •••'],
    ['a cloud key', 'key AKIAIOSFODNN7EXAMPLE', 'key AKIA•••'],
    ['an address of a person', 'from mo.khan+x@mail.example.org to', 'from •••@••• to'],
    ['addresses that hang together', 'a@b.cc+x@y.zz x@y.zzx@y.zz', '•••@••• •••@•••'],
    ['a mail login', 'login: "mo@mail.example", server', 'login: "•••", server'],
  ])('%s', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });
  it.each([
    'connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.9',
    'no user/password was provided for basic authentication',
    'upstream: "http://10.0.0.7:8080/cart", host: "shop.example"',
    'rewrite or internal redirection cycle while redirect to named location "@fallback"',
    'upstream sent invalid status "HTTP/1.1 2xx"',
    'trying on: token_revoked: reinstall the Slack app and copy the new token',
    'pod checkout-7d9f8b6c5d-x2k4p of payments-api-canary-v2, node ip-10-0-12-34.eu-west-1.compute.internal',
    '"7c0f5d1e-2f0a-4a57-9a5e-1f2f7b0b3f11" 0af7651916cd43dd8448eb211c80319c 1-5759e988-bd862e3fe1be46a994272793',
    '[22/Nov/2026:09:23:04 +1000] "GET / HTTP/1.1" 502 157 "-"',
    '+1030 502 1570 33 1773144000.123 1773144000123 1773144000123456789 17:31:44',
    'HttpServerErrorException2xxHandlerFactoryBean at org.springframework.web.client.RestTemplate.handleResponse(RestTemplate.java:782)',
    'upstream_reset_before_response_started{connection_termination} outbound|8080||shop.prod.svc.cluster.local',
    'GET /session/new HTTP/1.1, GET /login/oauth2/code/google HTTP/1.1, GET /auth/v1/realms HTTP/1.1',
    'GET /static/main.4f3a2b1c9d8e7f60.js HTTP/1.1, /assets/ProductListView2024Controller.css',
    'GET /search/caf%C3%A9%20au%20lait HTTP/1.1, /%E4%B8%AD%E6%96%87/index.html',
    '10.0.0.7:8080, 10.0.0.8:8080 : 10.0.0.9:8080 0.001, 0.002 : 0.003 502, 504 : 200',
  ])('leaves text without secrets: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
  it('is idempotent', () => {
    const piece = fc.constantFrom(
      'password=',
      '"token":"',
      '?a=',
      '&b=',
      'Cookie: ',
      'Bearer ',
      'x@y.zz',
      '+x@y.zz',
      '//u:p@h/',
      '"',
      ' ',
      'Zk3jd93kdkd93',
      'eyJhbGci.x',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), (pieces) => {
        const once = redact(pieces.join(''));
        expect(redact(once)).toBe(once);
      }),
    );
  });
  it.each([
    'a',
    '?',
    'a@',
    '//',
    'Basic ',
    'eyJ',
    'password',
    'token="',
    '&a',
    '-----BEGIN ',
    'a.b',
    'cookie:"\\',
  ])('takes linear time: many %s', (piece) => {
    const measureMs = (chars) => {
      const text = piece.repeat(chars / piece.length);
      const start = process.hrtime.bigint();
      redact(text);
      return Number(process.hrtime.bigint() - start) / 1e6;
    };
    measureMs(16_000);
    expect(measureMs(160_000)).toBeLessThan(250);
  });
});
describe('makePrintable', () => {
  it.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['a window title', '\u001b]0;pwned\u0007left', 'left'],
    ['a half escape', 'a\u001b', 'a'],
    ['control characters', 'a\u0000b\u0008c\u007f', 'a␀b␈c␡'],
    ['C1 controls', 'a\u009b31mb\u0085c', 'ab\nc'],
    ['right-to-left override', 'user\u202Egnp.exe', 'user<U+202E>gnp.exe'],
    ['zero-width characters', 'pay\u200bpal\ufeff', 'paypal'],
    ['tabs', 'a\tb', 'a    b'],
    ['half a surrogate pair', 'a\ud800b', 'a\ufffdb'],
  ])('%s', (_, text, expected) => {
    expect(makePrintable(text)).toBe(expected);
  });
  it('shows every code point of the first plane as itself or as a sign, none with an effect', () => {
    const acting =
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/;
    for (let first = 0; first < 0x10000; first += 64) {
      const points = Array.from({ length: 64 }, (_, i) => String.fromCharCode(first + i));
      expect(makePrintable(points.join('x'))).not.toMatch(acting);
      expect(makePrintable(points.join(''))).not.toMatch(acting);
    }
  });
  it('leaves no control characters except line feeds, whatever the input', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(makePrintable(text)).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u200b]/,
        );
        expect(toSingleLine(text)).not.toMatch(/[\n\r]/);
      }),
    );
  });
  it('truncates between characters, with an ellipsis', () => {
    expect(truncate('abcdef', 4)).toBe('abc…');
    expect(truncate('ab🎈cd', 4)).toBe('ab…');
    expect(truncate('abc', 3)).toBe('abc');
  });
});

import fc from 'fast-check';
import nearley from 'nearley';
import { describe, expect, it } from 'vitest';
import rules from '../../src/grammars/envoy-format.js';
import { compileEnvoyFormat } from '../../src/parse/format/envoy-format.js';
import { parseEnvoyJson } from '../../src/parse/format/envoy-json.js';
import { untrustedKey } from '../../src/parse/format/extraction-table.js';
import { FormatError } from '../../src/parse/format/parse-format.js';

const textFormat =
  '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %DURATION% "%REQ(USER-AGENT)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%"\\n';
const recordStart = '[2026-11-22T09:23:04.123Z]';
describe('extracting the values of a line', () => {
  it.each([
    {
      title: 'omits unset values',
      format: textFormat,
      line: `${recordStart} "GET /cart HTTP/1.1" 503 UF,URX 4 "-" "shop.example" "10.0.0.5:8080"`,
      values: {
        START_TIME: '2026-11-22T09:23:04.123Z',
        'REQ(:METHOD)': 'GET',
        'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)': '/cart',
        PROTOCOL: 'HTTP/1.1',
        RESPONSE_CODE: '503',
        RESPONSE_FLAGS: 'UF,URX',
        DURATION: '4',
        'REQ(:AUTHORITY)': 'shop.example',
        UPSTREAM_HOST: '10.0.0.5:8080',
      },
    },
    {
      title: 'treats long names and lengths like short ones',
      format: '%REQUEST_HEADER(x-id?:path):12% %RESPONSE_HEADER(x-served-by)% %UPSTREAM_CLUSTER_RAW%',
      line: 'abc pod-1 outbound|8080||orders.shop.svc',
      values: {
        'REQ(X-ID?:PATH)': 'abc',
        'RESP(X-SERVED-BY)': 'pod-1',
        UPSTREAM_CLUSTER: 'outbound|8080||orders.shop.svc',
      },
    },
    {
      title: 'accepts brackets and percent signs in an argument, and %% for one percent sign',
      format: '%START_TIME(%Y (%m) %d)% 100%% %RESPONSE_CODE%',
      line: '2026 (11) 22 100% 503',
      values: { START_TIME: '2026 (11) 22', RESPONSE_CODE: '503' },
    },
    {
      title: 'accepts a path with a space if no quote is misplaced',
      format: '"%REQ(:METHOD)% %REQ(:PATH)% %PROTOCOL%" %RESPONSE_CODE%',
      line: '"GET /a b HTTP/2" 200',
      values: { 'REQ(:METHOD)': 'GET', 'REQ(:PATH)': '/a b', PROTOCOL: 'HTTP/2', RESPONSE_CODE: '200' },
    },
    {
      title: 'treats an operator of an extension as free text',
      format: '%MY_PLUGIN(x)% | %RESPONSE_CODE%',
      line: 'anything at all | 200',
      values: { 'MY_PLUGIN(x)': 'anything at all', RESPONSE_CODE: '200' },
    },
    {
      title: 'rejects a line of another format',
      format: textFormat,
      line: 'starting main dispatch loop',
      values: undefined,
    },
  ])('$title', ({ format, line, values }) => {
    const extracted = compileEnvoyFormat(format).extract(line);
    expect(extracted && Object.fromEntries(extracted)).toEqual(values);
  });
  it('reads JSON values of any type', () => {
    const { extract } = compileEnvoyFormat(
      '{"code":"%RESPONSE_CODE%","flags":"%RESPONSE_FLAGS%","up":{"host":"%UPSTREAM_HOST%"},"r":"%REQ(:METHOD)% %PROTOCOL%"}',
    );
    const extracted = extract('{"up":{"host":null},"flags":"-","code":503,"r":"GET HTTP/2"}');
    expect(extracted && Object.fromEntries(extracted)).toEqual({
      RESPONSE_CODE: '503',
      'REQ(:METHOD)': 'GET',
      PROTOCOL: 'HTTP/2',
    });
  });
});
describe('a line that a client forged', () => {
  const planted = '/x HTTP/1.1" 503 UF 1 "a" "bank.example" "198.51.100.9:80"';
  it('keeps the values anchored at the end, and is marked', () => {
    const extracted = compileEnvoyFormat(textFormat).extract(
      `${recordStart} "GET ${planted} HTTP/1.1" 200 - 7 "curl/8.9" "shop.example" "10.0.0.5:8080"`,
    );
    expect(extracted?.get(untrustedKey)).toBe('1');
    expect(extracted?.get('UPSTREAM_HOST')).toBe('10.0.0.5:8080');
    expect(extracted?.get('REQ(:AUTHORITY)')).toBe('shop.example');
    expect(extracted?.get('START_TIME')).toBe('2026-11-22T09:23:04.123Z');
  });
  it('is marked if the user agent contains a quote', () => {
    const extracted = compileEnvoyFormat(textFormat).extract(
      `${recordStart} "GET / HTTP/1.1" 200 - 7 "cu" "rl" "shop.example" "10.0.0.5:8080"`,
    );
    expect(extracted?.get(untrustedKey)).toBe('1');
    expect(extracted?.get('UPSTREAM_HOST')).toBe('10.0.0.5:8080');
  });
  it('is never trusted, wherever the quotes are', () => {
    const { extract } = compileEnvoyFormat(textFormat);
    const evil = fc
      .array(fc.constantFrom('"', ' ', 'x', '503', 'UF', 'HTTP/1.1', '" "', '" 503 UF 1 "'), { minLength: 1 })
      .map((pieces) => `/${pieces.join('')}`);
    fc.assert(
      fc.property(evil, evil, (path, agent) => {
        const extracted = extract(
          `${recordStart} "GET ${path} HTTP/1.1" 200 DC 7 "${agent}" "shop.example" "10.0.0.5:8080"`,
        );
        const isTrusted = extracted !== undefined && !extracted.has(untrustedKey);
        expect(
          isTrusted && (extracted.get('RESPONSE_CODE') !== '200' || extracted.get('RESPONSE_FLAGS') !== 'DC'),
        ).toBe(false);
      }),
    );
  });
});
describe('a format that cannot be compiled', () => {
  it.each([
    ['%RESPONSE_CODE% at 100%', /at its end/],
    ['%response_code%', /at character 2, after "%r"/],
    ['%REQ(X%', /at its end/],
    ['%REQ(X-ID)%%DURATION%', /%REQ\(X-ID\)%/],
    ['no operator', /has no operator/],
  ])('%s', (format, message) => {
    expect(() => compileEnvoyFormat(format)).toThrow(FormatError);
    expect(() => compileEnvoyFormat(format)).toThrow(message);
  });
});
describe('JSON with common keys', () => {
  it.each([
    ['Istio', { authority: 'a', path: '/x', response_code: 503, response_flags: 'UH', upstream_host: null }],
    [
      'Envoy Gateway',
      { ':authority': 'a', 'x-envoy-origin-path': '/x', response_code: 503, response_flags: 'UH' },
    ],
    [
      'Contour',
      { authority: 'a', path: '/x', response_code: '503', response_flags: 'UH', uber_trace_id: '-' },
    ],
  ])('%s', (_, record) => {
    const values = parseEnvoyJson(record);
    expect(values && Object.fromEntries(values)).toEqual({
      'REQ(:AUTHORITY)': 'a',
      'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)': '/x',
      RESPONSE_CODE: '503',
      RESPONSE_FLAGS: 'UH',
    });
  });
  it('is rejected if it comes from another program', () => {
    expect(
      parseEnvoyJson({ status: 502, request: 'GET / HTTP/1.1', remote_addr: '192.0.2.7' }),
    ).toBeUndefined();
  });
});
it('gives every format exactly one parse', () => {
  const pieces = fc.constantFrom('%', '%%', 'A', '(', ')', ':', '9', ' ', '%A%', '%A(b)%', '%A(b):9%', '%A(');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (format) => {
      const grammar = nearley.Grammar.fromCompiled(rules);
      const parser = new nearley.Parser(grammar);
      try {
        parser.feed(format.join(''));
      } catch {
        return;
      }
      expect(parser.results.length).toBeLessThanOrEqual(1);
    }),
  );
});

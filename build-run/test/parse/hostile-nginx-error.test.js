import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nginxErrorDecoder } from '../../src/parse/nginx-error/decoder.js';
import {
  findMeaning,
  parseMessageShape,
  tokenizeNginxMessage,
} from '../../src/parse/nginx-error/read-message.js';
import { measureCpuMs } from '../support/cpu-time.js';
import { countRuns } from '../support/property-runs.js';

const head = '2026/11/22 09:23:04 [error] 2388#2388: *45 ';
const refusedText = 'connect() failed (111: Connection refused) while connecting to upstream';
const genuineContext = ', client: 203.0.113.7, server: shop.example, request: "GET /%0a HTTP/1.1"';
describe('a client that writes into the log', () => {
  it('cannot forge a field through the referrer', () => {
    const forged = 'x", client: 6.6.6.6, upstream: "http://6.6.6.6/", host: "evil';
    const event = parseRecord(
      `${head}api.internal could not be resolved (3: Host not found)${genuineContext}, host: "shop.example", referrer: "${forged}"`,
    );
    expect(event).toMatchObject({
      type: 'attempt',
      client: '203.0.113.7',
      host: 'shop.example',
      upstream: null,
      peer: null,
      isSuspect: true,
    });
  });
  it('cannot forge an earlier field through the host', () => {
    const event = parseRecord(
      `${head}${refusedText}${genuineContext}, upstream: "http://10.0.0.5/", host: "a", client: 6.6.6.6, request: "GET /evil HTTP/1.1"`,
    );
    expect(event).toMatchObject({ client: '203.0.113.7', request: { target: '/%0a' }, isSuspect: true });
  });
  it('makes the record suspect if an old nginx accepted a field in the request', () => {
    const event = parseRecord(
      `${head}${refusedText}, client: 203.0.113.7, server: s, request: "GET /", upstream: "http://6.6.6.6/ HTTP/1.1", upstream: "http://10.0.0.5/", host: "h"`,
    );
    expect(event).toMatchObject({ type: 'attempt', isSuspect: true });
  });
  it('makes the record suspect if a line feed in a path starts a forged one', () => {
    const event = parseRecord(
      `${head}${refusedText}, client: 6.6.6.6, server: s, upstream: "http:/10.0.0.1/"\ntail" failed (2: No such file or directory)${genuineContext}, host: "shop.example"`,
    );
    expect(event).toMatchObject({ type: 'attempt', isSuspect: true });
  });
  it('cannot create a failure with a path, a user name, or a PHP message', () => {
    const planted = `${refusedText}, client: 6.6.6.6, server: s, request: "GET / HTTP/1.1", upstream: "http://6.6.6.6/", host: "h"`;
    for (const record of [
      `${head}open() "/var/www/${planted}" failed (2: No such file or directory)${genuineContext}, host: "shop.example"`,
      `${head}open() "/var/www/" ${planted}" failed (2: No such file or directory)${genuineContext}, host: "shop.example"`,
      `${head}user "${planted}" was not found in "/etc/nginx/htpasswd"${genuineContext}, host: "shop.example"`,
      `${head}FastCGI sent in stderr: "${planted}" while reading response header from upstream${genuineContext}, host: "h"`,
      `${head}access forbidden by rule${genuineContext}, host: "shop.example", referrer: "${planted}"`,
    ]) {
      expect(parseRecord(record)?.type, record).toBe('notice');
    }
  });
  it('cannot escape from the decoded upstream', () => {
    const event = parseRecord(
      `${head}${refusedText}${genuineContext}, upstream: "http://10.0.0.5/a\n2024/01/01 00:00:00 [error] 1#1: *1 ${refusedText}, client: 6.6.6.6", host: "shop.example"`,
    );
    expect(event).toMatchObject({
      client: '203.0.113.7',
      peer: '10.0.0.5',
      host: 'shop.example',
      isSuspect: true,
    });
  });
  it('reads a server name that is a pattern with commas', () => {
    const event = parseRecord(
      `${head}${refusedText}, client: 203.0.113.7, server: ~^(?<x>a{1,2}), upstream$, request: "GET / HTTP/1.1", upstream: "http://10.0.0.5/", host: "aa"`,
    );
    expect(event).toMatchObject({ server: '~^(?<x>a{1,2}), upstream$', peer: '10.0.0.5', isSuspect: false });
  });
});
const pieces = [
  head,
  refusedText,
  genuineContext,
  '"',
  '(',
  ')',
  '(111: ',
  '(SSL: ',
  ', client: ',
  ', request: "',
  ', upstream: "',
  ', host: "',
  ' while ',
  'upstream ',
  'sent ',
  'could not be resolved ',
  '[lua] ',
  ':',
  ',',
  '\n',
  '\u001b[31m',
  '“',
  '&quot;',
  '\\"',
  'x',
];
describe('arbitrary text in the log', () => {
  const texts = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })), { maxLength: 40 })
    .map((parts) => parts.join(''));
  it('never throws', () => {
    fc.assert(
      fc.property(texts, (text) =>
        [undefined, 'attempt', 'notice', 'change'].includes(parseRecord(text)?.type),
      ),
      { numRuns: countRuns(2_000) },
    );
  });
  it('has at most one parse, and the cached parse equals a fresh one', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const shape = tokenizeNginxMessage(text).map(({ kind }) => kind);
        const fresh = parseMessageShape(shape);
        if ('parseCount' in fresh) expect(fresh.parseCount).toBeLessThanOrEqual(1);
        expect(findMeaning(shape)).toEqual('plan' in fresh ? fresh.plan : undefined);
      }),
      { numRuns: countRuns(1_000) },
    );
  });
  const runs = [...pieces, ' ', ' \n', '\n ', '" ', ', ', '",', '" x:'];
  const starts = [
    '',
    `${refusedText}, client: `,
    `${refusedText}, client: a, server: b, request: "`,
    `upstream sent "`,
  ];
  const floods = runs.flatMap((piece) => starts.map((start) => ({ piece, start })));
  it.each(floods)('takes time in proportion to its length: $start followed by $piece', ({ piece, start }) => {
    const record = (chars) => `${head}${start}${piece.repeat(chars / piece.length)}x`;
    parseRecord(record(16_000));
    expect(measureCpuMs(() => parseRecord(record(16_000)))).toBeLessThan(50);
    expect(measureCpuMs(() => parseRecord(record(64_000)))).toBeLessThan(200);
  });
});
const location = { file: 'error.log', byte: 0, line: 1 };
const decoderOptions = { toEpochMs: Date.UTC, nginxFormats: [], envoyFormats: [] };
function parseRecord(text) {
  return nginxErrorDecoder.decode({ text, location, stampedAt: null, source: null }, decoderOptions);
}

import { describe, expect, it } from 'vitest';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../../src/parse/known-formats.js';
import { emptyParserState, flushParser, parseLines } from '../../src/parse/parse-lines.js';

/** What a client wrote into the error log is no failure, whatever the lines look like. */
const options = {
  toEpochMs: Date.UTC,
  nginxFormats: compileKnownNginxFormats(),
  envoyFormats: compileKnownEnvoyFormats(),
};
const time = '2026/11/22 09:23:04';
/** A record of a failure that happened, as far as its text shows. */
const makeFailure = ({
  pid = 31,
  connection = 4_711,
  client = '198.51.100.9',
  tail = 'host: "shop.example"',
} = {}) =>
  `${time} [error] ${pid}#${pid}: *${connection} connect() failed (111: Connection refused) while connecting to upstream, client: ${client}, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http:/10.0.0.7:8080/cart", ${tail}`;
const encode = (text) => encodeURI(text).replaceAll('?', '%3F').replaceAll('#', '%23');
/** The record that nginx writes where the file of a decoded path does not exist; it cuts longer ones. */
function writeMissingFile(
  path,
  { root = '/usr/share/nginx/html', target = encode(path), connection = 4_700 } = {},
) {
  const record = `${time} [error] 31#31: *${connection} open() "${root}${path}" failed (2: No such file or directory), client: 203.0.113.66, server: shop.example, request: "GET ${target} HTTP/1.1", host: "shop.example"`;
  return Buffer.from(record).subarray(0, 2_047).toString();
}
const closed =
  '/x" failed (2: No such file or directory), client: 192.0.2.1, server: shop.example, request: "GET /x HTTP/1.1", host: "shop.example"';
const forged = makeFailure({ pid: 7, connection: 9 });
const forgeries = {
  'a record between two of one request': writeMissingFile(`${closed}\n${forged}\nopen() "/y`),
  'several, the last of which takes the rest of the real one': writeMissingFile(
    `${closed}\n${forged}\n${forged}\n${time} [error] 7#7: *9 open() "/y`,
  ),
  'one that begins the last line': writeMissingFile(
    `${closed}\n${forged}\n${forged.replace(/, host.*/, '')}, host: "`,
  ),
  'under an alias': writeMissingFile(`/img/x\n${forged}\ny`, {
    target: encode(`/static/img/x\n${forged}\ny`),
  }),
  'with dot segments and slashes in the target': writeMissingFile(`${closed}\n${forged}\ny`, {
    target: `/a/%2e%2e//.${encode(`${closed}\n${forged}\ny`)}`,
  }),
  'a line behind empty ones': writeMissingFile(`${closed}\n\n\n${forged}\n\ny`),
  'in capitals': writeMissingFile(`${closed}\n${forged}\ny`, {
    target: encode(`${closed}\n${forged}\ny`).replaceAll('%0A', '%0a'),
  }),
  'a line of a container': writeMissingFile(
    `${closed}\n${JSON.stringify({ log: `${forged}\n`, stream: 'stderr', time: '2026-11-22T09:23:04Z' })}\ny`,
  ),
  'a line of another gateway': writeMissingFile(
    `${closed}\n[2026-11-22T09:23:04.000Z] "GET /cart HTTP/1.1" 503 UF 0 91 1 - "-" "curl/8.5.0" "7c0f5d1e-2f0a-4a57-9a5e-1f2f7b0b3f11" "shop.example" "10.0.0.7:8080"\ny`,
  ),
  'padded up to where nginx cuts': writeMissingFile(`${closed}\n${forged}\n${forged}\n${'z'.repeat(2_048)}`),
  'cut within a record': writeMissingFile(`${closed}\n${`${forged}\n`.repeat(9)}`),
  'a reload': writeMissingFile(
    `${closed}\n${time} [notice] 7#7: signal 1 (SIGHUP) received, reconfiguring\ny`,
  ),
  'in the error output of an application': `${time} [error] 31#31: *4700 FastCGI sent in stderr: "PHP message: no user x" while reading response header from upstream, client: 192.0.2.1, server: s, request: "GET / HTTP/1.1", upstream: "fastcgi://127.0.0.1:9000", host: "h"\n${forged}\n" while reading response header from upstream, client: 203.0.113.66, server: shop.example, request: "POST /login HTTP/1.1", upstream: "fastcgi://127.0.0.1:9000", host: "shop.example"`,
  'in the message of a script': `${time} [error] 31#31: *4700 [lua] access.lua:7: denied: x\n${forged}\ny, client: 203.0.113.66, server: shop.example, request: "POST /login HTTP/1.1", host: "shop.example"`,
};
/** A line of the combined format. */
const clf = (target, status, after = '') =>
  `203.0.113.66 - - [22/Nov/2026:09:23:04 +0000] "GET ${target} HTTP/1.1" ${status} 157 "-" "curl"${after}`;
describe('a client that writes records into the error log', () => {
  it.each(Object.entries(forgeries))('makes no failure: %s', (_, text) => {
    const { events, forged: count } = read(text.split('\n'));
    expect(listBelieved(events)).toEqual([]);
    expect(count).toBeGreaterThan(0);
  });
  it.each(Object.entries(forgeries))('however the log is read: %s', (_, text) => {
    for (let size = 1; size < 4; size += 1)
      expect(listBelieved(read(text.split('\n'), size).events)).toEqual([]);
  });
  it.each(Object.entries(forgeries))('hides no failure before or after: %s', (_, text) => {
    const real = Array.from({ length: 12 }, (__, index) =>
      makeFailure({ connection: 4_690 + index, client: `192.0.2.${index}` }),
    );
    const { events } = read([...real, ...text.split('\n'), ...real]);
    expect(listBelieved(events)).toHaveLength(24);
  });
  it('hides no failure with line feeds that its path does not keep', () => {
    const real = makeFailure();
    const text = writeMissingFile('/y', { target: `/${'%0a'.repeat(20)}/../y` });
    expect(listBelieved(read([real, real, real, text, real]).events)).toHaveLength(4);
  });
  it('hides no failure beside a path that ends in a line feed', () => {
    const real = clf('/cart', '502').replace('203.0.113.66', '192.0.2.9');
    expect(
      listBelieved(read([real, clf('/%0a', '404'), real, clf('/x%0ay', '404'), real]).events),
    ).toHaveLength(3);
  });
  it('is told from a failure that ends where a record would be cut', () => {
    const missing = writeMissingFile('/x');
    const real = makeFailure();
    const filler = 'x'.repeat(2_048 - Buffer.byteLength(missing) - 2 * (Buffer.byteLength(real) + 1) - 1);
    const fill = makeFailure({
      tail: `host: "${filler.slice(Buffer.byteLength(makeFailure({ tail: 'host: ""' })) + 1)}"`,
    });
    const lines = [makeFailure(), missing, real, real, fill];
    expect(Buffer.byteLength(`${lines.slice(1).join('\n')}\n`)).toBe(2_048);
    expect(listBelieved(read(lines).events)).toHaveLength(4);
  });
});
/** A line of a JSON format that escapes nothing. */
const makeJson = (agent, status = '404') =>
  `{"t":"1763803384.000","ra":"203.0.113.66","h":"shop.example","s":"${status}","rt":"0.001","un":"shop","ua":"10.0.0.7:8080","us":"${status}","agent":"${agent}","r":"GET /x HTTP/1.1"}`;
describe('a client that writes into an access log that escapes nothing', () => {
  it.each([
    ['a status again', makeJson('x","s":"502","us":"502","un":"payments","ua":"10.9.8.7:8443')],
    ['the rest in an object', makeJson('x","s":"502","us":"502","z":{"a":"')],
    ['the rest behind a backslash', makeJson('x","s":"502","us":"502","z":"\\')],
  ])('makes no failure: %s', (_, line) => {
    expect(listBelieved(read([line]).events)).toEqual([]);
  });
  it('hides no failure', () => {
    expect(
      listBelieved(read([makeJson('curl', '502'), makeJson('a \\x22s\\x22:\\x22200', '502')]).events),
    ).toHaveLength(2);
  });
  const middle = clf('/cart', '502').replace('203.0.113.66', '192.0.2.9');
  const uri = `/x\n${middle}\n${middle}\nz`;
  it.each([
    ['the request before the path', `${clf(encode(uri), '404', ` "${uri}"`)}`],
    ['the request behind the path', `"${uri}" ${clf(encode(uri), '404')}`],
    [
      'in JSON',
      `{"s":"404","uri":"/x"}\n${makeJson('a', '502')}\n{"uri":"/","r":"GET ${encode(`/x"}\n${makeJson('a', '502')}\n{"uri":"/`)} HTTP/1.1"}`,
    ],
  ])('makes no failure with the lines of a path: %s', (_, text) => {
    const { events, forged: count } = read(text.split('\n'));
    expect(listBelieved(events)).toEqual([]);
    expect(count).toBeGreaterThan(0);
    expect(listBelieved(read([middle, ...text.split('\n'), middle]).events)).toHaveLength(2);
  });
});
/** Failures and changes that are taken as facts. */
const listBelieved = (events) =>
  events.filter(
    (event) =>
      event.type === 'change' ||
      (event.type === 'attempt' && !event.isSuspect) ||
      (event.type === 'request' && event.finding !== null && !event.isSuspect),
  );
function read(texts, size = texts.length) {
  const events = [];
  let state = emptyParserState;
  let byte = 0;
  const lines = texts.map((text, index) => {
    const line = { text, location: { file: '/var/log/nginx/error.log', byte, line: index + 1 } };
    byte += Buffer.byteLength(text) + 1;
    return line;
  });
  for (let from = 0; from < lines.length; from += size) {
    const step = parseLines(state, lines.slice(from, from + size), options, 0);
    events.push(...step.events);
    state = step.state;
  }
  const end = flushParser(state, options, 0);
  return { events: [...events, ...end.events], forged: end.state.forged ?? 0 };
}

import { describe, expect, it } from 'vitest';
import { emptyParserState, flushParser, parseLines } from '../../src/parse/parse-lines.js';
import { measureCpuMs } from '../support/cpu-time.js';
import { options } from '../support/decode-line.js';
import {
  exportEnvelopes,
  fieldEnvelopes,
  jsonEnvelopes,
  prefixEnvelopes,
  prettyEnvelopes,
  prettyJson,
} from '../support/log-envelopes.js';

const records = {
  'an error record':
    '2026/11/22 09:23:23 [error] 31#31: *5 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://10.0.0.7:8080/cart", host: "shop.example"',
  'an access line': '192.0.2.7 - - [22/Nov/2026:09:23:23 +0000] "GET /cart HTTP/1.1" 502 157 "-" "curl/8.5"',
  'a line of the recommended format':
    '{"t":"1795339403.067","pid":"31","c":"5","cr":"1","rid":"abc","ra":"192.0.2.7","sn":"shop.example","h":"shop.example","m":"GET","r":"GET /cart HTTP/1.1","s":"502","b":"157","rl":"80","rt":"0.002","rc":"OK","un":"shop","ua":"10.0.0.7:8080","us":"502","uct":"-","uht":"-","urt":"0.001","ul":"0","ubs":"0","ubr":"0","ucs":"-"}',
  "Envoy's text":
    '[2026-11-22T09:23:23.067Z] "GET /cart HTTP/1.1" 503 UF 0 167 4 - "192.0.2.7" "curl/8" "id-1" "shop.example" "10.0.0.7:8080"',
  "Envoy's JSON":
    '{"bytes_sent":167,"start_time":"2026-11-22T09:23:23.067Z","method":"GET","path":"/cart","protocol":"HTTP/1.1","response_code":503,"response_flags":"UF","duration":4,"x_forwarded_for":"192.0.2.7","authority":"shop.example","upstream_host":"10.0.0.7:8080","upstream_cluster":"shop"}',
  "HAProxy's log":
    '192.0.2.7:51234 [22/Nov/2026:09:23:23.067] www~ shop/web1 0/0/-1/-1/3002 503 217 - - SC-- 5/5/1/0/3 0/0 "GET /cart HTTP/1.1"',
  "Envoy's application log":
    '[2026-11-22 09:23:23.067][1][warning][config] [source/x.cc:1] gRPC config for type.googleapis.com/x rejected: "shop" is no cluster',
};
// Object.keys loses the names.
const recordNames = Object.keys(records);
describe.each(recordNames)('%s', (name) => {
  const line = records[name];
  const [plain] = parse(line).map(omitOrigin);
  it('is read without an envelope', () => {
    expect(plain).toMatchObject({ at: expect.any(Number) });
  });
  it.each([...prefixEnvelopes, ...fieldEnvelopes, ...jsonEnvelopes, ...prettyEnvelopes])(
    'is read from %s',
    (_, wrap) => {
      const events = parse(`${wrap(line)}\n${wrap(line)}`);
      expect(events.map(omitOrigin)).toEqual([plain, plain]);
      for (const { text } of events) expect(text.endsWith(line)).toBe(true);
    },
  );
  it.each(exportEnvelopes)('is read from every place in an export of %s', (_, wrap) => {
    const text = wrap(Array.from({ length: 30 }, () => line));
    for (const form of [text, prettyJson(JSON.parse(text))]) {
      const events = parse(form);
      expect(events.map(omitOrigin)).toEqual(Array.from({ length: 30 }, () => plain));
      expect(new Set(events.map(({ location }) => location.byte)).size).toBe(30);
    }
  });
});
describe('an access log in JSON over several lines', () => {
  it.each(['a line of the recommended format', "Envoy's JSON"])('is read: %s', (name) => {
    const pretty = prettyJson(JSON.parse(records[name]));
    const [plain] = parse(records[name]).map(omitOrigin);
    expect(parse(`${pretty}\n${pretty}`).map(omitOrigin)).toEqual([plain, plain]);
    expect(parse(`[\n${pretty},\n${pretty}\n]`).map(omitOrigin)).toEqual([plain, plain]);
  });
  it('leaves no line unread', () => {
    const pretty = prettyJson({
      status: 'success',
      data: { result: [{ values: [['1795339403067000000', records["Envoy's text"]]] }] },
    });
    expect(parseState(pretty).state).toMatchObject({ records: 1, unparsed: 0 });
  });
  it('yields its line even if it is cut', () => {
    const pretty = prettyJson({
      insertId: 'x',
      textPayload: records["Envoy's text"],
      resource: { type: 'k8s' },
    });
    expect(parse(pretty.split('\n').slice(0, -2).join('\n'))).toHaveLength(1);
  });
  it('does not hide the record after it', () => {
    expect(parse(`{\n  "a": {\n${records['an access line']}`).at(-1)).toMatchObject({ client: '192.0.2.7' });
  });
});
describe('OpenTelemetry with the fields of an access record as attributes', () => {
  const fields = JSON.parse(records["Envoy's JSON"]);
  const attributes = Object.entries(fields).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
  it.each([
    ['without a body', { attributes }],
    ['with an empty body', { body: { stringValue: '' }, attributes }],
    ['with a body of fields', { body: { kvlistValue: { values: attributes } } }],
  ])('is read %s', (_, record) => {
    const exported = { resourceLogs: [{ scopeLogs: [{ logRecords: [record, record] }] }] };
    const expected = parse(records["Envoy's JSON"]).map(omitOrigin)[0];
    expect(parse(JSON.stringify(exported)).map(omitOrigin)).toEqual([expected, expected]);
    expect(parse(prettyJson(exported)).map(omitOrigin)).toEqual([expected, expected]);
  });
  it('takes no record from what a client wrote', () => {
    const forged = { key: 'user_agent', value: { stringValue: records['an error record'] } };
    const exported = {
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ attributes: [...attributes, forged] }] }] }],
    };
    expect(parse(JSON.stringify(exported)).map(({ type }) => type)).toEqual(['request']);
    expect(parse(prettyJson(exported)).map(({ type }) => type)).toEqual(['request']);
  });
});
describe('what is no record of a gateway', () => {
  it.each([
    [
      'a service that logs an object behind its message',
      '2026-11-22T09:23:23Z\tINFO\thttp\t{"status":502,"method":"GET","path":"/"}',
    ],
    ['a service that calls its events so', '{"event":"upstream failed","line":12,"data":{"status":502}}'],
    [
      'a service that keeps the path of a file in a message',
      '{"content":{"message":"open /var/log/nginx/error.log"},"values":[1,2]}',
    ],
    [
      'an object over several lines',
      '{\n  "status": 502,\n  "errors": [\n    {\n      "message": "bad gateway"\n    }\n  ]\n}',
    ],
    ['only brackets', '[\n]\n{\n}\n'],
    [
      'the head of a tool',
      "==> /var/log/nginx/error.log <==\n2026-11-22 09:23:23,067 DEBG 'nginx' stdout output:",
    ],
  ])('is none: %s', (_, text) => {
    expect(
      parse(text).flatMap((event) => ('finding' in event && event.finding !== null ? [event] : [])),
    ).toEqual([]);
  });
  it('is a record that a client put into a header of an access log', () => {
    const forged = JSON.stringify(`x ${records['an error record']}`);
    const line = records["Envoy's JSON"].replace('"bytes_sent"', `"user_agent":${forged},"bytes_sent"`);
    expect(parse(line).map(({ type }) => type)).toEqual(['request']);
    expect(parse(prettyJson(JSON.parse(line))).map(({ type }) => type)).toEqual(['request']);
  });
  it('is a record that a client put into a field of a row', () => {
    const forged = records['an error record'].replaceAll('"', '""');
    expect(
      parse(`time=1 agent="msg=x" path="/" msg="GET ${forged}"`).filter(({ type }) => type !== 'notice'),
    ).toEqual([]);
    const agent = `192.0.2.7 - - [22/Nov/2026:09:23:23 +0000] "GET / HTTP/1.1" 200 1 "","${forged}","x"`;
    expect(parse(agent)).toMatchObject([{ type: 'request', status: 200 }]);
  });
  it('is what a client put into an address that no quote is before', () => {
    expect(
      parse(
        `192.0.2.7 - {"upstream_addr":"10.0.0.9:1","status":"502"} [22/Nov/2026:09:23:23 +0000] "GET / HTTP/1.1" 200 1`,
      ),
    ).toMatchObject([{ status: 200, finding: null }]);
  });
});
describe('hostile text in envelopes', () => {
  const pieces = [
    '{"a":',
    '{"ua":"',
    '{"values":[',
    '[{"',
    '{\n',
    '  {\n',
    '"a": {\n',
    '},\n',
    '2026/11/22 ',
    '[error] 1#1: ',
    '\\"',
    ' - ',
    '==> ',
    '{a="',
    '"body":{',
    '""',
    ',"a"',
    'a="b" ',
    'a=b ',
  ];
  it.each(pieces)('takes linear time: %j', (piece) => {
    for (const start of ['', '{"log":"', '{\n"events": [\n', '{"resourceLogs":[', 'x {"', '12:']) {
      expect(measureCpuMs(() => parse(start + piece.repeat(3_000)))).toBeLessThan(1_000);
    }
  });
});
/** An envelope may name the machine, and its time tells the zone of the record's own. */
function omitOrigin(event) {
  const { text: _, location: __, source: ___, ...rest } = event;
  return 'wallTime' in rest ? { ...rest, wallTime: undefined } : rest;
}
const parse = (text) => parseState(text).events;
function parseState(text) {
  const lines = text
    .split('\n')
    .map((line, index) => ({ text: line, location: { file: 'log', byte: index * 1_000, line: index + 1 } }));
  const step = parseLines(emptyParserState, lines, options, 0);
  const end = flushParser(step.state, options, 0);
  return { state: end.state, events: [...step.events, ...end.events] };
}

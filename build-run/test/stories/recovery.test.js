import { describe, expect, it } from 'vitest';
import { nineAm, seconds } from '../support/event-fixtures.js';
import { LogReplay, makeAccessRecord, makeErrorRecord } from '../support/log-lines.js';

const refused = 'connect() failed (111: Connection refused)';
/** A line of the `combined` format: it names neither host nor upstream nor connection. */
function makeCombinedRecord(at, status, path = '/cart', method = 'GET') {
  const [, day, month, year, time] = new Date(nineAm + at).toUTCString().split(' ');
  return {
    at,
    text: `192.0.2.7 - - [${day}/${month}/${year}:${time} +0000] "${method} ${path} HTTP/1.1" ${status} 157 "-" "curl/8"`,
  };
}
/** Records each second from `fromS` until before `toS`, made from the time in ms. */
const repeat = (fromS, toS, make) =>
  Array.from({ length: toS - fromS }, (_, index) => make(seconds(fromS + index))).flat();
function replay(records) {
  const story = new LogReplay().replay(records);
  return { text: story.renderAlert(1), incident: story.summarize(1).incident };
}
describe('recovery with the combined format', () => {
  const fail = (path) => (at) => [
    makeErrorRecord(at, refused, { path }),
    makeCombinedRecord(at + 10, 502, path),
  ];
  const outage = repeat(0, 20, fail('/cart'));
  it('is proven by good requests for the routes that failed', () => {
    const { text } = replay([...outage, ...repeat(20, 110, (at) => [makeCombinedRecord(at, 200)])]);
    expect(text).toMatch(
      /Recovery confirmed at 09:01: \d\d good requests on \/cart since the last failure\./,
    );
  });
  it('names two of the routes that are served again', () => {
    const routes = ['/cart', '/pay', '/search'];
    const { text } = replay([
      ...repeat(0, 20, (at) => routes.flatMap((route, index) => fail(route)(at + index))),
      ...repeat(20, 110, (at) => routes.map((route) => makeCombinedRecord(at, 200, route))),
    ]);
    expect(text).toMatch(/good requests on \/cart, \/pay and others since the last failure\./);
  });
  it.each([
    ['to other routes', (at) => [makeCombinedRecord(at, 200, '/health')]],
    ['with another method', (at) => [makeCombinedRecord(at, 200, '/cart', 'OPTIONS')]],
  ])('is not proven by requests %s', (_, make) => {
    const { text } = replay([...outage, ...repeat(20, 700, make)]);
    expect(text).toContain('but recovery is not confirmed: no good request was seen since.');
  });
  it('is not proven while one of two routes still fails', () => {
    const records = [
      ...repeat(0, 20, fail('/cart')),
      ...repeat(0, 200, fail('/pay')),
      ...repeat(20, 200, (at) => [makeCombinedRecord(at, 200)]),
    ];
    expect(replay(records).incident.state.type).toBe('open');
  });
});
describe('recovery after `return 503`', () => {
  const maintenance = (at) => [makeAccessRecord(at, 503, [], { group: '-' })];
  const outage = repeat(0, 20, maintenance);
  it('is proven by good requests for the same routes, whoever serves them', () => {
    const serve = (at) => [makeAccessRecord(at, 200, [{ peer: '10.0.0.7:8080', status: '200', ms: 3 }])];
    const { text } = replay([...outage, ...repeat(20, 110, serve)]);
    expect(text).toMatch(/Recovery confirmed at 09:01: \d\d good requests on \/cart since/);
  });
  it('is not proven by static files beside it', () => {
    const serve = (at) => [makeAccessRecord(at, 200, [], { group: '-', path: '/logo.svg' })];
    const { text } = replay([...outage, ...repeat(20, 700, serve)]);
    expect(text).toContain('but recovery is not confirmed: no good request was seen since.');
  });
});

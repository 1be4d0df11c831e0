import { describe, expect, it } from 'vitest';
import { emptyParserState, flushParser, parseLines } from '../../src/parse/parse-lines.js';
import { emptyRestoredState, Pipeline } from '../../src/pipeline/pipeline.js';
import { openStore } from '../../src/storage/store.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { pipelineRules } from '../support/log-lines.js';

const day = { from: nineAm - minutes(60), to: nineAm + minutes(600) };
const requests = 300;
describe('an error log that is read after the access log', () => {
  it.each([6, 60, 400])('amends everything that was counted %i seconds before', (lateSeconds) => {
    const store = readErrorLogLate(numbers.map(accessLine), numbers.map(errorRecord), lateSeconds);
    const top = (dimension) =>
      Object.fromEntries(store.top(dimension, day, 10).map(({ key, count }) => [key, count]));
    expect(store.totals(day).failures).toBe(requests);
    expect(top('cause')).toEqual({ 'connection-refused': requests });
    expect(top('status')).toEqual({ 502: requests });
    expect(top('route')).toEqual({ '/cart': requests });
    expect(top('peer')).toEqual({ '10.0.0.7:8080': requests });
    expect(top('host')).toEqual({ 'shop.example': requests });
    expect(top('upstream')).toEqual({ shop: requests });
    const [incident, ...others] = store.incidents(day);
    expect(others).toEqual([]);
    expect(incident?.causes).toEqual([{ cause: 'connection-refused', count: requests }]);
  });
  it.each([6, 60, 400])('takes back what it tells %i seconds later to be rate-limited', (lateSeconds) => {
    const accessLines = [...numbers.map(rejectedLine), ...others.map(accessLine)];
    const records = [...numbers.map(limitRecord), ...others.map(errorRecord)];
    const store = readErrorLogLate(accessLines, records, lateSeconds);
    expect(store.totals(day).failures).toBe(others.length);
    for (const dimension of ['route', 'peer', 'host', 'cause', 'status', 'method', 'upstream'])
      expect({ dimension, counts: store.top(dimension, day, 10).map(({ count }) => count) }).toEqual({
        dimension,
        counts: [others.length],
      });
    expect([...store.allFailures(day)].map(({ cause }) => cause)).toEqual(
      others.map(() => 'connection-refused'),
    );
    expect(store.incidents(day).flatMap(({ causes }) => causes)).toEqual([
      { cause: 'connection-refused', count: others.length },
    ]);
  });
});
const numbers = Array.from({ length: requests }, (_, index) => index);
const others = [301, 302, 303, 304, 305, 306];
/** Reads a second of the access log at once, and that of the error log later. */
function readErrorLogLate(accessLines, records, lateSeconds) {
  const store = openStore(':memory:');
  const pipeline = new Pipeline(emptyRestoredState, pipelineRules);
  pipeline.announceFormat('nginx-error');
  let byte = 0;
  const read = (file, texts, now) => {
    const lines = texts.map((text) => {
      byte += 1_000;
      return { text, location: { file, byte, line: byte / 1_000 } };
    });
    const options = pipelineRules.getDecoderOptions('');
    const { events, state } = parseLines(emptyParserState, lines, options, now);
    const all = [...events, ...flushParser(state, options, now).events];
    store.commit(pipeline.ingestEvents(all, now), now);
  };
  read('/srv/access.log', accessLines, nineAm + seconds(2));
  for (let second = 3; second < lateSeconds; second++) read('/srv/access.log', [], nineAm + seconds(second));
  read('/srv/error.log', records, nineAm + seconds(lateSeconds));
  read('/srv/error.log', [], nineAm + seconds(lateSeconds + 5));
  return store;
}
const rejectedLine = (index) =>
  `{"t":"${(nineAm + index) / 1_000}","pid":"31","c":"${index}","ra":"192.0.2.7","sn":"shop.example","h":"shop.example","m":"GET","r":"GET /search HTTP/1.1","s":"503","b":"197","rt":"0.000","un":"","ua":"","us":"","uct":"","uht":"","urt":""}`;
const limitRecord = (index) =>
  `2026/11/22 09:00:00 [error] 31#31: *${index} limiting requests, excess: 5.120 by zone "one", client: 192.0.2.7, server: shop.example, request: "GET /search HTTP/1.1", host: "shop.example"`;
const accessLine = (index) =>
  `{"t":"${(nineAm + index) / 1_000}","pid":"31","c":"${index}","ra":"192.0.2.7","sn":"shop.example","h":"shop.example","m":"GET","r":"GET /cart HTTP/1.1","s":"502","b":"157","rt":"0.001","un":"shop","ua":"10.0.0.7:8080","us":"502","uct":"-","uht":"-","urt":"0.001"}`;
const errorRecord = (index) =>
  `2026/11/22 09:00:00 [error] 31#31: *${index} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://10.0.0.7:8080/cart", host: "shop.example"`;

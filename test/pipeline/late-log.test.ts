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
    const store = openStore(':memory:');
    const pipeline = new Pipeline(emptyRestoredState, pipelineRules);
    let byte = 0;
    const read = (file: string, texts: readonly string[], now: number) => {
      const lines = texts.map((text) => {
        byte += 1_000;
        return { text, location: { file, byte, line: byte / 1_000 } };
      });
      const options = pipelineRules.getDecoderOptions('');
      const { events, state } = parseLines(emptyParserState, lines, options, now);
      const all = [...events, ...flushParser(state, options, now).events];
      store.commit(pipeline.ingestEvents(all, now), now);
    };
    const numbers = Array.from({ length: requests }, (_, index) => index);

    read('/srv/access.log', numbers.map(accessLine), nineAm + seconds(2));
    for (let second = 3; second < lateSeconds; second++)
      read('/srv/access.log', [], nineAm + seconds(second));
    read('/srv/error.log', numbers.map(errorRecord), nineAm + seconds(lateSeconds));
    read('/srv/error.log', [], nineAm + seconds(lateSeconds + 5));

    const top = (dimension: 'route' | 'peer' | 'host' | 'cause' | 'status' | 'method' | 'upstream') =>
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
});

const accessLine = (index: number): string =>
  `{"t":"${(nineAm + index) / 1_000}","pid":"31","c":"${index}","ra":"192.0.2.7","sn":"shop.example","h":"shop.example","m":"GET","r":"GET /cart HTTP/1.1","s":"502","b":"157","rt":"0.001","un":"shop","ua":"10.0.0.7:8080","us":"502","uct":"-","uht":"-","urt":"0.001"}`;

const errorRecord = (index: number): string =>
  `2026/11/22 09:00:00 [error] 31#31: *${index} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://10.0.0.7:8080/cart", host: "shop.example"`;

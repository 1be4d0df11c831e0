import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { minuteMs } from '../../src/base/duration.js';
import { queueNotifications } from '../../src/cli/run/queue-notifications.js';
import { compileKnownNginxFormats } from '../../src/parse/known-formats.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';
import { emptyRestoredState, Pipeline } from '../../src/pipeline/pipeline.js';
import { openStore } from '../../src/storage/store.js';
import { noon } from '../support/failure-fixtures.js';
import { deliverWaiting, makeNotifyOptions } from '../support/notify-loop.js';
import { createRandom } from '../support/random.js';
import { makeDatabasePath } from '../support/store-fixtures.js';

const decoderOptions = {
  toEpochMs: createLocalTimeParser('UTC'),
  nginxFormats: compileKnownNginxFormats(),
  envoyFormats: [],
};
const linesPerSecond = 200;
const durationS = 60;
const outageStartS = 30;
/** Clients make up every name, except in the outage of pay.example, which begins halfway. */
it('bounds what a flood of made-up names stores, and still alerts on an outage', async () => {
  const path = makeDatabasePath();
  const store = openStore(path);
  const pipeline = new Pipeline(emptyRestoredState, {
    getDecoderOptions: () => decoderOptions,
    opening: { failuresMin: 5, windowMs: minuteMs, shareMin: 0.005 },
    recovery: { quietMs: 10 * minuteMs, successesMin: 20, reopenMs: 30 * minuteMs },
  });
  const below = createRandom(20_261_122);
  const name = () => below(2 ** 31).toString(36);
  const record = (at, n, upstream, host, target) =>
    `${new Date(at).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')} [error] 31#31: *${n} connect() failed (111: Connection refused) while connecting to upstream, client: 198.51.${below(256)}.${below(256)}, server: _, request: "GET ${target} HTTP/1.1", upstream: "http://${upstream}/", host: "${host}"`;
  const posted = [];
  let n = 0;
  for (let second = 0; second < durationS; second++) {
    const at = noon + second * 1_000;
    const lines = Array.from({ length: linesPerSecond }, (_, i) => {
      n += 1;
      const isOurs = second >= outageStartS && i % 100 === 0;
      const text = isOurs
        ? record(at, n, '10.0.0.7:8080', 'pay.example', '/pay')
        : record(
            at,
            n,
            `10.${below(256)}.${below(256)}.${below(256)}:${1_024 + below(60_000)}`,
            `${name()}.example`,
            `/${name()}/${name()}`,
          );
      return { text, location: { file: '/var/log/nginx/error.log', byte: n, line: n } };
    });
    const fileCheckpoint = {
      path: '/var/log/nginx/error.log',
      dev: '1',
      ino: '1',
      birthTimeNs: '1',
      offset: n,
      line: n,
      head: '',
      tail: '',
      state: 'live',
    };
    store.commit(pipeline.ingest({ fileCheckpoint, lines, atEnd: true }, at + 500), at + 500);
    await queueNotifications(makeNotifyOptions(store), at + 500);
    for (const message of deliverWaiting(store, at + 500)) {
      if (message.kind.type === 'incident' && message.kind.reason === 'opened')
        posted.push({ second, text: message.content.text });
    }
  }
  const ours = posted.filter(({ text }) => text.includes('10.0.0.7:8080'));
  expect(ours).toHaveLength(1);
  expect(ours[0]?.second).toBeLessThan(outageStartS + 10);
  expect(posted.length).toBeLessThan(5);
  const day = { from: noon, to: noon + 60 * minuteMs };
  expect(store.totals(day).failures).toBe(durationS * linesPerSecond);
  expect(store.restore().incidents.length).toBeLessThan(600);
  for (const by of ['upstream', 'route', 'host', 'peer']) {
    const ranked = store.top(by, day, 100_000);
    expect(ranked.length).toBeLessThanOrEqual(2_001);
    expect(ranked.reduce((sum, { count }) => sum + count, 0)).toBe(durationS * linesPerSecond);
  }
  while (store.prune(noon + minuteMs));
  store.close();
  expect(statSync(path).size).toBeLessThan(64 * 2 ** 20);
}, 120_000);

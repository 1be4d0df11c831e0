import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tell } from '../../src/cli/run/notify-loop.js';
import { nginxFormats } from '../../src/parse/known-formats.js';
import { localTimeIn } from '../../src/parse/local-time.js';
import { Digest, nothingRestored } from '../../src/pipeline/pipeline.js';
import { openStore } from '../../src/storage/store.js';
import { plainTelling, taken } from '../support/notify-loop.js';
import { randomFrom } from '../support/random.js';
import { aPath, minuteMs, noon } from '../support/store-fixtures.js';

const dialect = { localTime: localTimeIn('UTC'), nginxFormats: nginxFormats(), envoyFormats: [] };
const linesASecond = 200;
const seconds = 60;
const outageFrom = 30;

/** Everything in it is made up by clients, but for the outage of pay that begins in the middle. */
it('a flood of names that clients make up bounds what is kept, and hides no outage', async () => {
  const path = aPath();
  const store = openStore(path);
  const digest = new Digest(nothingRestored, {
    dialectOf: () => dialect,
    opening: { failures: 5, windowMs: minuteMs, share: 0.005 },
    recovery: { quietMs: 10 * minuteMs, goodRequests: 20, reopenMs: 30 * minuteMs },
  });
  const below = randomFrom(20_261_122);
  const name = () => below(2 ** 31).toString(36);
  const record = (at: number, n: number, upstream: string, host: string, target: string) =>
    `${new Date(at).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')} [error] 31#31: *${n} connect() failed (111: Connection refused) while connecting to upstream, client: 198.51.${below(256)}.${below(256)}, server: _, request: "GET ${target} HTTP/1.1", upstream: "http://${upstream}/", host: "${host}"`;
  const posted: { readonly second: number; readonly text: string }[] = [];
  let n = 0;
  for (let second = 0; second < seconds; second++) {
    const at = noon + second * 1_000;
    const lines = Array.from({ length: linesASecond }, (_, i) => {
      n += 1;
      const isOurs = second >= outageFrom && i % 100 === 0;
      const text = isOurs
        ? record(at, n, '10.0.0.7:8080', 'pay.example', '/pay')
        : record(
            at,
            n,
            `10.${below(256)}.${below(256)}.${below(256)}:${1_024 + below(60_000)}`,
            `${name()}.example`,
            `/${name()}/${name()}`,
          );
      return { text, place: { file: '/var/log/nginx/error.log', byte: n, line: n } };
    });
    const position = {
      path: '/var/log/nginx/error.log',
      dev: '1',
      ino: '1',
      born: '1',
      offset: n,
      line: n,
      head: '',
      tail: '',
      state: 'live',
    } as const;
    store.commit(digest.chunk({ position, lines, atEnd: true }, at + 500), at + 500);
    await tell(plainTelling(store), at + 500);
    for (const letter of taken(store, at + 500)) {
      if (letter.what.name === 'incident' && letter.what.reason === 'opened')
        posted.push({ second, text: letter.message.text });
    }
  }
  const ours = posted.filter(({ text }) => text.includes('10.0.0.7:8080'));
  expect(ours).toHaveLength(1);
  expect(ours[0]?.second).toBeLessThan(outageFrom + 10);
  expect(posted.length).toBeLessThan(5);
  const day = { from: noon, to: noon + 60 * minuteMs };
  expect(store.totals(day).failures).toBe(seconds * linesASecond);
  expect(store.restore().incidents.length).toBeLessThan(600);
  for (const by of ['upstream', 'route', 'host', 'peer'] as const) {
    const ranked = store.top(by, day, 100_000);
    expect(ranked.length).toBeLessThanOrEqual(2_001);
    expect(ranked.reduce((sum, { count }) => sum + count, 0)).toBe(seconds * linesASecond);
  }
  while (store.prune(noon + minuteMs));
  store.close();
  expect(statSync(path).size).toBeLessThan(64 * 2 ** 20);
}, 120_000);

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  exportEnvelopes,
  fieldEnvelopes,
  jsonEnvelopes,
  prefixEnvelopes,
  prettyEnvelopes,
} from '../support/log-envelopes.js';
import { analyzeLogs } from '../support/nginx-lab/analyze-logs.js';

const seconds = ['20', '21', '22', '23'];
const errorLines = seconds.map(
  (second, index) =>
    `2026/11/22 09:23:${second} [error] 31#31: *${index + 5} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://10.0.0.7:8080/cart", host: "shop.example"`,
);
const accessLines = seconds.map(
  (second) => `192.0.2.7 - - [22/Nov/2026:09:23:${second} +0000] "GET /cart HTTP/1.1" 502 157 "-" "curl/8.5"`,
);
const failure = {
  cause: 'connection-refused',
  outcome: 'client-visible',
  status: 502,
  peer: '10.0.0.7:8080',
};
describe('the two logs of nginx, each request in both', () => {
  const directory = mkdtempSync(join(tmpdir(), 'badgateway-envelopes-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const analyze = async (logs) => {
    const files = Object.entries(logs).map(([name, text]) => {
      const path = join(directory, name);
      writeFileSync(path, text);
      return path;
    });
    return analyzeLogs(files);
  };
  it.each([...prefixEnvelopes, ...fieldEnvelopes, ...jsonEnvelopes, ...prettyEnvelopes])(
    'are four failures in files of %s',
    async (_, wrap) => {
      const failures = await analyze({
        'error.log': `${errorLines.map(wrap).join('\n')}\n`,
        'access.log': `${accessLines.map(wrap).join('\n')}\n`,
      });
      expect(failures).toMatchObject(seconds.map(() => failure));
    },
  );
  it.each([...prefixEnvelopes, ...fieldEnvelopes, ...jsonEnvelopes, ...prettyEnvelopes])(
    'are four failures in one stream of %s',
    async (_, wrap) => {
      const lines = errorLines.flatMap((line, index) => [line, accessLines[index] ?? '']);
      expect(await analyze({ 'all.log': `${lines.map(wrap).join('\n')}\n` })).toMatchObject(
        seconds.map(() => failure),
      );
    },
  );
  it.each(exportEnvelopes)('are four failures in an export of %s', async (_, wrap) => {
    const failures = await analyze({ 'export.json': wrap([...errorLines, ...accessLines]) });
    expect(failures).toMatchObject(seconds.map(() => failure));
  });
});

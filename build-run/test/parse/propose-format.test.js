import { describe, expect, it } from 'vitest';
import { compileNginxFormat } from '../../src/parse/format/nginx-format.js';
import { countMatches, proposeFormat } from '../../src/parse/propose-format.js';

describe('the format of an unread access line', () => {
  it.each([
    [
      '192.0.2.1|GET|/x|502|192.0.2.9:80|0.002|0.001',
      { remote_addr: '192.0.2.1', status: '502', upstream_addr: '192.0.2.9:80', request_time: '0.002' },
    ],
    [
      '[22/Nov/2026:09:23:23 +0000] shop "GET /cart HTTP/1.1" took=0.004 code=504 up=192.0.2.9:8080 from=192.0.2.1',
      {
        status: '504',
        upstream_addr: '192.0.2.9:8080',
        request: 'GET /cart HTTP/1.1',
        remote_addr: '192.0.2.1',
      },
    ],
    [
      '2026-11-22T09:23:23+00:00;edge-1;192.0.2.1;POST /pay HTTP/2.0;503;178',
      { status: '503', request: 'POST /pay HTTP/2.0' },
    ],
    [
      JSON.stringify({ verdict: 502, who: '192.0.2.7', what: 'GET /x HTTP/1.1', peer: '192.0.2.9:80' }),
      { status: '502', remote_addr: '192.0.2.7', upstream_addr: '192.0.2.9:80' },
    ],
    [
      JSON.stringify({ edge: { verdict: 502 }, request_line: 'GET /x HTTP/1.1' }),
      { status: '502', request: 'GET /x HTTP/1.1' },
    ],
  ])('%s', (line, values) => {
    const proposed = proposeFormat(line);
    expect(
      Object.fromEntries(compileNginxFormat(proposed?.format ?? '$x').extract(line) ?? []),
    ).toMatchObject(values);
  });
  it('reads the lines beside it as well', () => {
    const lines = ['502', '200', '404'].map((status) => `192.0.2.1|GET|/x|${status}|192.0.2.9:80|0.002`);
    const proposed = proposeFormat(lines[0] ?? '');
    expect(proposed && countMatches(proposed, [...lines, 'a line of something else'])).toBe(3);
  });
  it.each([
    '',
    'a sentence of a person',
    'error 502',
    '{"level":"info","msg":"started","port":8080}',
    '192.0.2.1',
  ])('is not made up for: %s', (line) => {
    expect(proposeFormat(line)).toBeUndefined();
  });
});

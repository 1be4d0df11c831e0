import { describe, expect, it } from 'vitest';
import { findCause } from '../../src/diagnose/causes/index.js';
import { decodeLine } from '../support/decode-line.js';

const causeOf = (line) => {
  const event = decodeLine(line);
  return event?.type === 'request' ? event.finding && findCause(event.finding).id : undefined;
};
describe('the default formats of Kuma', () => {
  const http = (answer) =>
    `[2026-11-22T03:04:05.000Z] default "GET /a HTTP/1.1" ${answer} 28 0 5 - "-" "curl/8.9.1" "-" "7d3c2a10" "orders:80" "web" "orders" "10.0.0.7" "10.0.0.8:80"`;
  const tcp = (flags) =>
    `[2026-11-22T03:04:05.000Z] ${flags} default 10.0.0.7(web)->10.0.0.8:5432(orders-db) took 5000ms, sent 0 bytes, received: 0 bytes`;
  it('have cause, status, upstream, peer, client and host of a request', () => {
    expect(causeOf(http('503 UF'))).toBe('connect-failed');
    expect(decodeLine(http('503 UF'))).toMatchObject({
      status: 503,
      upstreamName: 'orders',
      peer: '10.0.0.8:80',
      client: '10.0.0.7',
      host: 'orders:80',
      durationMs: 5,
      isSuspect: false,
    });
  });
  it('have cause, upstream, peer and client of a connection', () => {
    expect(decodeLine(tcp('UF'))).toMatchObject({
      gateway: 'envoy-access',
      status: null,
      upstreamName: 'orders-db',
      peer: '10.0.0.8:5432',
      client: '10.0.0.7',
      finding: { phase: 'connecting' },
    });
  });
  it('raise no alarm where nothing failed', () => {
    expect(decodeLine(http('200 -'))).toMatchObject({ type: 'request', status: 200, finding: null });
    expect(decodeLine(tcp('-'))).toMatchObject({ type: 'request', finding: null });
  });
});
describe('a line of text with small damage', () => {
  const rest = '0 57 12 - "-" "curl/8.9.1" "7d3c2a10" "shop.example" "10.0.0.8:80"';
  it.each([
    ['bold', `[2026-11-22T03:04:05.000Z] "GET /p HTTP/2" **503 UC** ${rest}`],
    ['code', `[2026-11-22T03:04:05.000Z] "GET /p HTTP/2" \`503 UC\` ${rest}`],
    ['no protocol', `[2026-11-22T03:04:05.000Z] "POST /p" 503 UC ${rest}`],
    ['two blanks', `[2026-11-22T03:04:05.000Z] "GET /p HTTP/1.1"  503 UC ${rest}`],
    ['blanks for columns', `[2026-11-22T03:04:05.000Z]  "GET /p HTTP/1.1"   503  UC  ${rest}`],
  ])('is read: %s', (_, line) => {
    expect(causeOf(line)).toBe('premature-close');
    expect(decodeLine(line)).toMatchObject({ status: 503, peer: '10.0.0.8:80', host: 'shop.example' });
  });
  it('is no failure if the answer was good', () => {
    expect(decodeLine(`[2026-11-22T03:04:05.000Z] "POST /p" 200 - ${rest}`)).toMatchObject({ finding: null });
    expect(decodeLine(`[2026-11-22T03:04:05.000Z] "GET /p HTTP/1.1"  200 - ${rest}`)).toMatchObject({
      finding: null,
    });
  });
  it('is not imitated by a path', () => {
    for (const status of ['503 UC', '**503 UC**', ' 503 UC']) {
      const event = decodeLine(`[2026-11-22T03:04:05.000Z] "GET /p" ${status} 0 57 HTTP/1.1" 200 - ${rest}`);
      expect(event?.type === 'request' && event.finding !== null && !event.isSuspect, status).toBe(false);
    }
  });
});

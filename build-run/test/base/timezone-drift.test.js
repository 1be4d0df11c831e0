import { describe, expect, it } from 'vitest';
import { estimateTimezoneErrorMs } from '../../src/base/timezone-drift.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';
import { nginxErrorDecoder } from '../../src/parse/nginx-error/decoder.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';

it.each([
  ['the right zone', 0, 0],
  ['a second for the disk', seconds(-1), 0],
  ['an hour early: the gateway writes UTC, and we are in Berlin', minutes(-60), minutes(-60)],
  ['an hour late, and a second for the disk', minutes(60) - seconds(1), minutes(60)],
  ['Kathmandu', minutes(345), minutes(345)],
  ['old lines that came late', minutes(-7), null],
  ['a log of last week', minutes(-7 * 24 * 60), null],
])('distinguishes a wrong time zone from other delays: %s', (_, off, expected) => {
  expect(estimateTimezoneErrorMs(nineAm + off, nineAm, seconds(3))).toBe(expected);
});
describe("the time of records in nginx's error log", () => {
  const text =
    '2026/11/22 09:23:04 [error] 31#31: *45 connect() failed (111: Connection refused) while connecting to upstream';
  const decoderOptions = {
    toEpochMs: createLocalTimeParser('Europe/Berlin'),
    nginxFormats: [],
    envoyFormats: [],
  };
  it.each([
    ['is in the zone of LOG_TIMEZONE', null, '08:23:04'],
    ['is in the zone that its envelope shows', '09:23:05', '09:23:04'],
    ['stays where the envelope is merely late', '08:31:00', '08:23:04'],
  ])('%s', (_, stamp, expected) => {
    const stampedAt = stamp === null ? null : Date.parse(`2026-11-22T${stamp}Z`);
    const location = { file: 'error.log', byte: 0, line: 1 };
    const event = nginxErrorDecoder.decode({ text, location, stampedAt, source: null }, decoderOptions);
    expect(event?.at).toBe(Date.parse(`2026-11-22T${expected}Z`));
  });
});

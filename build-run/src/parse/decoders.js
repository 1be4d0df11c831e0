import { caddyAccessDecoder, caddyErrorDecoder } from './caddy-log/decoder.js';
import { envoyAccessDecoder } from './envoy-access/decoder.js';
import { envoyAppDecoder } from './envoy-app/decoder.js';
import { haproxyDecoder } from './haproxy-log/decoder.js';
import { applyLocalPatterns } from './local-patterns.js';
import { nginxAccessDecoder } from './nginx-access/decoder.js';
import { nginxErrorDecoder } from './nginx-error/decoder.js';
import { ztunnelDecoder } from './ztunnel-access/decoder.js';
/** Every supported log format. A new format is a folder with a decoder, and a line here. */
export const decoders = [
  nginxErrorDecoder,
  haproxyDecoder,
  caddyAccessDecoder,
  caddyErrorDecoder,
  envoyAccessDecoder,
  nginxAccessDecoder,
  ztunnelDecoder,
  envoyAppDecoder,
];
/** True if the line starts a record in any known format. */
export const isKnownRecordStart = (line) => decoders.some((decoder) => decoder.isRecordStart(line));
/** True if no further line can belong to the record. */
export function isRecordComplete(record) {
  const decoder = decoders.find((candidate) => candidate.isRecordStart(record));
  return decoder === undefined || decoder.isRecordComplete(record);
}
/**
 * Decodes a record with the first decoder that accepts it, or as the user has taught; undefined if neither does.
 * `preferred` is the format of the record before.
 */
export function decodeRecord(record, options, preferred = null) {
  const event = decodeByFormat(record, options, preferred);
  const { findLocalPattern } = options;
  return findLocalPattern === undefined ? event : applyLocalPatterns(event, record, findLocalPattern);
}
/**
 * Decodes a record with the first decoder that accepts it; undefined if none does. Decoders whose records start like it
 * come first, and among them the `preferred` format; the others follow, as the start of a record may be lost.
 */
function decodeByFormat(record, options, preferred) {
  // Most records are of the format before, and need no ranking.
  const expected = decoders.find(({ id, isRecordStart }) => id === preferred && isRecordStart(record.text));
  const event = expected?.decode(record, options);
  if (event !== undefined) return event;
  const others = decoders.filter((decoder) => decoder !== expected);
  const starting = others.filter(({ isRecordStart }) => isRecordStart(record.text));
  for (const decoder of new Set([...starting, ...others])) {
    const other = decoder.decode(record, options);
    if (other !== undefined) return other;
  }
  return undefined;
}

import type { Decoder, DecoderOptions } from './decoder.js';
import { envoyAccessDecoder } from './envoy-access/decoder.js';
import { envoyAppDecoder } from './envoy-app/decoder.js';
import type { Event, LogFormatId } from './event.js';
import type { LogRecord } from './line.js';
import { nginxAccessDecoder } from './nginx-access/decoder.js';
import { nginxErrorDecoder } from './nginx-error/decoder.js';

/** Every dialect. To add one: its file, and its line here. */
export const decoders: readonly Decoder[] = [
  nginxErrorDecoder,
  envoyAccessDecoder,
  nginxAccessDecoder,
  envoyAppDecoder,
];

/** True when the line begins a record of some dialect. */
export const isKnownRecordStart = (line: string): boolean =>
  decoders.some((decoder) => decoder.isRecordStart(line));

/** True when no further line can belong to the record. */
export function isRecordComplete(record: string): boolean {
  const decoder = decoders.find((candidate) => candidate.isRecordStart(record));
  return decoder === undefined || decoder.isRecordComplete(record);
}

/**
 * What the record says, by the first dialect that understands it. Those that begin their records like this are asked
 * first, and among them the one that read the record before it; then the rest, as a record may have lost its beginning.
 * Undefined when nobody understands it.
 */
export function decodeRecord(
  record: LogRecord,
  options: DecoderOptions,
  preferred: LogFormatId | null = null,
): Event | undefined {
  const rank = ({ id, isRecordStart }: Decoder) =>
    isRecordStart(record.text) ? (id === preferred ? 0 : 1) : 2;
  const ranked = decoders.map((decoder) => ({ gateway: decoder, rank: rank(decoder) }));
  for (const { gateway: decoder } of ranked.sort((a, b) => a.rank - b.rank)) {
    const event = decoder.decode(record, options);
    if (event !== undefined) return event;
  }
  return undefined;
}

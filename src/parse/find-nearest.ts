import { toSingleLine } from '../base/printable.js';
import { redact } from '../base/redact.js';
import type { DecoderOptions, FormatStop } from './decoder.js';
import { decoders } from './decoders.js';
import { unwrapLine } from './envelope/unwrap.js';
import type { LogFormatId } from './event.js';
import { chooseFurthest } from './format-stop.js';

/** The format that a line is most like although it cannot be read, and the place where it stops being like it. */
export type NearestFormat = FormatStop & {
  readonly gateway: LogFormatId;
  /** The line without its envelopes, redacted and printable. */
  readonly line: string;
};

/**
 * Finds the format that fits the longest beginning of an unread text. Undefined if too little of every format is found in
 * it: then it is of another program.
 */
export function findNearestFormat(text: string, options: DecoderOptions): NearestFormat | undefined {
  const lines = text
    .slice(0, textCharsMax)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stops = lines.slice(0, linesMax).flatMap((line) => {
    const readable = redact(toSingleLine(unwrapLine(line).text));
    return decoders.map(({ id, findStop }) => {
      const stop = findStop?.(readable, options);
      return stop && { ...stop, gateway: id, line: readable };
    });
  });
  return chooseFurthest(stops);
}

/** A record is rarely longer, and its beginning decides. */
const textCharsMax = 16_384;
const linesMax = 10;

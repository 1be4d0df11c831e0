import { type AccessFields, detectAccessFields } from '../parse/access-fields.js';
import type { DecoderOptions } from '../parse/decoder.js';
import { unwrapLine } from '../parse/envelope/unwrap.js';
import type { LogFormatId } from '../parse/event.js';
import { emptyParserState, flushParser, type ParserState, parseLines } from '../parse/parse-lines.js';
import { readLogLines } from '../tail/read-whole.js';

/** Records at the beginning of a file that are looked at: enough to know its format. */
const sampleRecordsMax = 200;

/** How the beginning of a file reads. */
export async function readSample(path: string, decoderOptions: DecoderOptions): Promise<ParserState> {
  let parserState = emptyParserState;
  for await (const lines of readLogLines(path)) {
    parserState = parseLines(parserState, lines.slice(0, sampleRecordsMax), decoderOptions, 0).state;
    if (parserState.records >= sampleRecordsMax) break;
  }
  return flushParser(parserState, decoderOptions, 0).state;
}

/** What the access lines at the beginning of a file can tell; undefined where none could be read. */
export async function readAccessFields(
  path: string,
  format: LogFormatId,
  decoderOptions: DecoderOptions,
): Promise<AccessFields | undefined> {
  let merged: AccessFields | undefined;
  for await (const lines of readLogLines(path)) {
    for (const { text } of lines.slice(0, sampleRecordsMax)) {
      const fields = detectAccessFields(unwrapLine(text).text, format, decoderOptions);
      if (fields !== undefined && fields.format !== null) return fields;
      if (fields !== undefined)
        merged = { ...fields, names: new Set([...(merged?.names ?? []), ...fields.names]) };
    }
    break;
  }
  return merged;
}

/** The dialects of files that can be read: what is there before the first failure is known to be waited for. */
export async function detectFormats(
  paths: readonly string[],
  getDecoderOptions: (path: string) => DecoderOptions,
): Promise<readonly LogFormatId[]> {
  const formats = new Set<LogFormatId>();
  for (const path of paths) {
    const sample = await readSample(path, getDecoderOptions(path)).catch(() => null);
    if (sample?.gateway) formats.add(sample.gateway);
  }
  return [...formats];
}

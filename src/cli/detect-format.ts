import { type AccessFields, detectAccessFields } from '../parse/access-fields.js';
import type { DecoderOptions } from '../parse/decoder.js';
import { unwrapLine } from '../parse/envelope/unwrap.js';
import type { LogFormatId } from '../parse/event.js';
import { emptyParserState, flushParser, type ParserState, parseLines } from '../parse/parse-lines.js';
import { readLogLines } from '../tail/read-whole.js';

/** Number of records at the beginning of a file that are examined: enough to detect its format. */
const sampleRecordsMax = 200;

/** Parser state after the beginning of a file. */
export async function readSample(path: string, decoderOptions: DecoderOptions): Promise<ParserState> {
  let parserState = emptyParserState;
  for await (const lines of readLogLines(path)) {
    parserState = parseLines(parserState, lines.slice(0, sampleRecordsMax), decoderOptions, 0).state;
    if (parserState.records >= sampleRecordsMax) break;
  }
  return flushParser(parserState, decoderOptions, 0).state;
}

/** Fields present in the access lines at the beginning of a file; undefined when none could be parsed. */
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

/** Formats of all readable files, so that the pipeline knows from the start which counterpart records to wait for. */
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

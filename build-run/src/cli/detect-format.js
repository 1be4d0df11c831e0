import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { detectAccessFields } from '../parse/access-fields.js';
import { unwrapLine } from '../parse/envelope/unwrap.js';
import { emptyParserState, flushParser, parseLines } from '../parse/parse-lines.js';
import { countMatches, proposeFormat } from '../parse/propose-format.js';
import { readLogLines } from '../tail/read-whole.js';

/** Number of records at the beginning of a file that are examined: enough to detect its format. */
const sampleRecordsMax = 200;
/** Parser state after the beginning of a file. */
export async function readSample(path, decoderOptions) {
  let parserState = emptyParserState;
  for await (const lines of readLogLines(path)) {
    parserState = parseLines(parserState, lines.slice(0, sampleRecordsMax), decoderOptions, 0).state;
    if (parserState.records >= sampleRecordsMax) break;
  }
  return flushParser(parserState, decoderOptions, 0).state;
}
/** Lines of a file on which a proposed format is tried. */
const triedLinesMax = 1_000;
/** The format that fits the unread lines of a file, and how many of its first lines it matches. */
export async function proposeFileFormat(path, examples) {
  const proposals = examples.flatMap(({ text }) => proposeFormat(unwrapLine(text).text) ?? []);
  const [first] = proposals;
  if (first === undefined) return undefined;
  const lines = [];
  for await (const chunk of readLogLines(path)) {
    lines.push(...chunk.slice(0, triedLinesMax - lines.length).map(({ text }) => unwrapLine(text).text));
    if (lines.length >= triedLinesMax) break;
  }
  const counted = proposals.map((proposal) => ({ proposal, matched: countMatches(proposal, lines) }));
  const { proposal, matched } = counted.reduce((best, next) => (next.matched > best.matched ? next : best));
  return { format: proposal.format, matched, lines: lines.length };
}
/** Fields present in the access lines at the beginning of a file; undefined when none could be parsed. */
export async function readAccessFields(path, format, decoderOptions) {
  let merged;
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
/**
 * Formats of all readable files and the hosts that they name, a record for each, so that the pipeline knows from the start
 * which counterpart records to wait for, and which logs are of one gateway.
 */
export async function detectLogs(paths, getDecoderOptions) {
  const origins = [];
  for (const path of paths)
    origins.push(...(await sampleOrigins(path, getDecoderOptions(path)).catch(() => [])));
  return origins;
}
async function sampleOrigins(path, decoderOptions) {
  const origins = new Map();
  let parserState = emptyParserState;
  const add = ({ state, events }) => {
    parserState = state;
    for (const { gateway, source, location } of events)
      origins.set(`${gateway} ${source}`, { gateway, source, location });
  };
  for await (const lines of readLogLines(path)) {
    add(parseLines(parserState, lines.slice(0, sampleRecordsMax), decoderOptions, 0));
    if (parserState.records >= sampleRecordsMax) break;
  }
  add(flushParser(parserState, decoderOptions, 0));
  const isEmpty = parserState.records === 0 && statSync(path).size === 0;
  return isEmpty ? guessOrigin(path) : [...origins.values()];
}
/** A log that has just been rotated is one of its folder's, and only its name tells which. */
function guessOrigin(path) {
  const [kind] = /access|error/.exec(basename(path)) ?? [];
  if (kind === undefined) return [];
  const gateway = kind === 'error' ? 'nginx-error' : 'nginx-access';
  return [{ gateway, source: null, location: { file: path, byte: 0, line: 1 }, isEmpty: true }];
}

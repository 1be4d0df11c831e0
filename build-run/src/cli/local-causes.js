import { readFileSync } from 'node:fs';
import { createDecoderOptions } from '../config/decoder-options.js';
import { nameEntry, parseLocalCauses } from '../config/local-causes.js';
import { trySamples } from '../config/try-samples.js';
import { teachLocalCauses } from '../diagnose/causes/local.js';
import { createLocalPatternFinder } from '../parse/local-patterns.js';
import { emptyParserState, flushParser, parseLines } from '../parse/parse-lines.js';
import { readLogLines } from '../tail/read-whole.js';
/**
 * Reads the file of LOCAL_CAUSES into the configuration, tries its samples, and makes its causes known to this thread.
 * Returns everything that is wrong with it at once.
 */
export function readLocalCauses(config) {
  const { localCauses: path } = config;
  if (path === null) return { config };
  const describe = (problem) => `LOCAL_CAUSES: ${path}: ${problem}`;
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { problems: [describe(error instanceof Error ? error.message : String(error))] };
  }
  const parsed = parseLocalCauses(text);
  if ('problems' in parsed) return { problems: parsed.problems.map(describe) };
  const taught = { ...config, local: parsed.teaching };
  const problems = trySamples(taught);
  if (problems.length > 0) return { problems: problems.map(describe) };
  teachLocalCauses(parsed.teaching.causes);
  return { config: taught };
}
/** Matches the patterns with the lines of the files that are not understood without them. */
export async function rehearseLocalCauses(paths, local, config) {
  const getOptions = createDecoderOptions({ ...config, local: undefined });
  const rehearsed = local.entries.flatMap((entry, index) =>
    entry.as === 'noise' || entry.as === 'cause' ? new RehearsedEntry(entry, nameEntry(entry, index)) : [],
  );
  const find = createLocalPatternFinder(local.patterns);
  const count = (text) => {
    const taught = find(text);
    rehearsed.find(({ pattern }) => pattern === taught?.pattern)?.count(text);
    return taught !== undefined;
  };
  for (const path of paths) await readNotUnderstood(path, getOptions(path), count).catch(() => {});
  return rehearsed.map(({ name, matched, example }) => ({ name, matched, example }));
}
class RehearsedEntry {
  name;
  pattern;
  matched = 0;
  example = null;
  constructor({ pattern }, name) {
    this.name = name;
    this.pattern = pattern;
  }
  count(text) {
    this.matched += 1;
    this.example ??= text;
  }
}
/** Calls `onRecord` with each record that no decoder accepts, or whose message is unknown. */
async function readNotUnderstood(path, options, onRecord) {
  let state = emptyParserState;
  const take = ({ events, unread, ...result }) => {
    state = result.state;
    for (const { text } of unread) onRecord(text);
    for (const event of events)
      if (
        event.type === 'attempt' &&
        event.finding?.symptom === 'unexplained' &&
        !onRecord(event.finding.message)
      )
        onRecord(event.text);
  };
  for await (const lines of readLogLines(path)) take(parseLines(state, lines, options, 0));
  take(flushParser(state, options, 0));
}

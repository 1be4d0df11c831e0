import { decodeTargetLines } from './decoded-target.js';
import { unwrapExport, unwrapLine } from './envelope/unwrap.js';
import type { LogRecord } from './line.js';

/**
 * Index of the record that this text ends, as both are one: nginx ends a record with the request as the client sent it, and
 * decoded that is what the lines before say. -1 if the text is a record of its own.
 */
export function findFirstPart(records: readonly Part[], text: string): number {
  if (records.length === 0 || !/%0a/i.test(text)) return -1;
  const lines = records.flatMap(({ record }, index) =>
    record.text.split('\n').map((line, place) => ({ line, index, isFirst: place === 0 })),
  );
  for (const line of text.split('\n')) {
    for (const decoded of listDecodedTargets(line)) {
      const first = lines.at(1 - decoded.length);
      if (first === undefined || decoded.length < 2 || !first.isFirst) continue;
      if (records[first.index]?.quotes === null) continue;
      const before = lines.slice(1 - decoded.length).map((entry) => entry.line);
      if (areSameLines([...before, line], decoded)) return first.index;
    }
    lines.push({ line, index: records.length, isFirst: false });
  }
  return -1;
}

/** `quotes` is null for a record that cannot hold others. */
type Part = { readonly record: LogRecord; readonly quotes: string | null };

/** A client may have written several requests into the line; one of them is its own. */
function* listDecodedTargets(line: string): Generator<readonly string[]> {
  if (!/%0a/i.test(line)) return;
  let from = line.indexOf(requestMark);
  for (let tries = 0; from >= 0 && tries < triesMax; tries += 1) {
    const request = line.slice(from + requestMark.length).replace(/^[A-Za-z-]{1,32} /, '');
    const [first = '', ...rest] = decodeTargetLines(request.split(/[ "]/, 1)[0] ?? '');
    // Empty lines are no part of a record, and the envelope of a line may be made up as well.
    const between = rest
      .slice(0, -1)
      .flatMap(readLine)
      .filter((text) => text !== '');
    if (rest.length > 0) yield [first, ...between, rest.at(-1) ?? ''];
    from = line.indexOf(requestMark, from + 1);
  }
}

const requestMark = 'request: "';
const triesMax = 8;

function readLine(line: string): readonly string[] {
  const exported = unwrapExport(line);
  return (exported.length > 0 ? exported : [unwrapLine(line)]).map(({ text }) => text);
}

function areSameLines(lines: readonly string[], decoded: readonly string[]): boolean {
  const last = decoded.length - 1;
  return decoded.every((text, index) => {
    const line = (lines[index] ?? '').replace(/\/{2,}/g, '/');
    // What stands before the path depends on the location.
    if (index === 0) return line.endsWith(text.slice(text.lastIndexOf('/') + 1));
    return index === last ? line.startsWith(text) : line === text;
  });
}

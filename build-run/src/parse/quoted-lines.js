/**
 * Finds lines that a client wrote into a record: where a gateway decodes the target of a request, `%0a` becomes a line feed.
 * The record also holds the request as it was sent, and decoded that must be what the lines say.
 */
import { decodeTargetLines } from './decoded-target.js';
import { unwrapExport, unwrapLine } from './envelope/unwrap.js';
/** Index of the record that this text ends, as nginx ends its records with the request; -1 if it is a record of its own. */
export function findFirstPart(records, text) {
  if (records.length === 0 || !encodedLineFeed.test(text)) return -1;
  const lines = records.flatMap(({ record }, index) =>
    record.text.split('\n').map((line, place) => ({ line: mergeSlashes(line), index, isFirst: place === 0 })),
  );
  for (const written of text.split('\n')) {
    lines.push({ line: mergeSlashes(written), index: records.length, isFirst: false });
    for (const decoded of listDecodedTargets(written)) {
      const first = lines.at(-decoded.length);
      if (first?.isFirst !== true || records[first.index]?.quotes === null) continue;
      if (areSameLines((index) => lines.at(index - decoded.length)?.line, decoded)) return first.index;
    }
  }
  return -1;
}
/**
 * Indexes of the lines of an access log whose format decodes the target and escapes nothing; undefined where there are none,
 * as in nearly all logs. The request as it was sent may stand before the decoded one or after it.
 */
export function findQuotedLines(lines) {
  let found;
  for (const [index, { text }] of lines.entries()) {
    if (!text.includes('%0') || !encodedLineFeed.test(text)) continue;
    const merged = new Map();
    const getLine = (at) => {
      const line = merged.get(at) ?? mergeSlashes(unwrapLine(lines[at]?.text ?? '').text);
      merged.set(at, line);
      return line;
    };
    for (const decoded of listDecodedTargets(text)) {
      for (const first of [index, index - decoded.length + 1]) {
        if (first < 0 || first + decoded.length > lines.length) continue;
        if (!areSameLines((place) => getLine(first + place), decoded)) continue;
        found ??= new Set();
        for (let place = 0; place < decoded.length; place += 1) found.add(first + place);
      }
    }
  }
  return found;
}
/** A client may have written several requests into the line; one of them is its own. */
function* listDecodedTargets(line) {
  if (!encodedLineFeed.test(line)) return;
  for (const [target] of line.matchAll(targetPattern)) {
    const [first = '', ...rest] = decodeTargetLines(target);
    // Empty lines are no part of a record, and the envelope of a line may be made up as well.
    const between = rest
      .slice(0, -1)
      .flatMap(readLine)
      .filter((text) => text !== '');
    if (rest.length > 0) yield [first, ...between, rest.at(-1) ?? ''];
  }
}
const encodedLineFeed = /%0a/i;
const targetPattern = /(?:https?:\/)?\/[^\s"]*/g;
function readLine(line) {
  const exported = unwrapExport(line);
  return (exported.length > 0 ? exported : [unwrapLine(line)]).map(({ text }) => text);
}
const mergeSlashes = (line) => line.replace(/\/{2,}/g, '/');
function areSameLines(getLine, decoded) {
  const last = decoded.length - 1;
  // Without a line between, anything would follow a path that ends in a line feed.
  if (last === 1 && (decoded[1] ?? '').length < soleLineCharsMin) return false;
  return decoded.every((text, index) => {
    const line = getLine(index) ?? '';
    // What stands before the path depends on the location.
    if (index === 0) return line.endsWith(text.slice(text.lastIndexOf('/') + 1));
    return index === last ? line.startsWith(text) : line === text;
  });
}
/** Shorter is no record, nor the beginning of one. */
const soleLineCharsMin = 8;

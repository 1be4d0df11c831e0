import { isKnownRecordStart } from './decoders.js';
import { unwrapExport, unwrapLine } from './envelope/unwrap.js';
/** Takes the records out of an object that was printed over several lines; the object itself if it is one. */
export function unwrapBlock(record) {
  const { text, location, stampedAt, source } = record;
  const compact = compactBlock(text);
  if (compact === undefined) return [{ ...record, text: findWholeLine(text) ?? text }];
  const exported = unwrapExport(compact);
  const lines = exported.length > 0 ? exported : [unwrapLine(compact)];
  return lines.map((line, index) => ({
    text: line.text === compact ? text.replace(/,\s*$/, '') : line.text,
    location: { ...location, byte: location.byte + index },
    stampedAt: line.stampedAt ?? stampedAt,
    source: line.source ?? source,
  }));
}
/** The object on one line; undefined if it is not JSON, or not closed. */
function compactBlock(record) {
  try {
    return JSON.stringify(JSON.parse(record.replace(/,\s*$/, '')));
  } catch {
    return undefined;
  }
}
/** The line that a cut object holds. */
function findWholeLine(text) {
  const [, ...members] = text.split('\n');
  return members.map((member) => unwrapLine(member).text).find(isKnownRecordStart);
}

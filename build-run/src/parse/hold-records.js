import { isHearsay, learnWorker } from './known-workers.js';
import { findFirstPart } from './quoted-lines.js';
export const noHeldRecords = { records: [], workers: [] };
/** Longer records are cut by nginx, line feed included. */
const recordBytesMax = 2_048;
/** True if the records after this one have to wait: it quotes text in which a client may have written some of them. */
export const quotesOutsideText = (record) => classifyQuote(record) !== null;
/** Adds a record to those that wait, and releases those that no earlier one can reach. */
export function holdRecord({ records, workers }, record) {
  const start = records.at(-1)?.end ?? 0;
  const end = start + countBytes(record.text) + 1;
  const added = { record, start, end, quotes: classifyQuote(record.text) };
  const known = records.length === 0 ? learnWorker(workers, record.text) : workers;
  const first = findFirstPart(records, record.text);
  if (first < 0) return releaseExpired([...records, added], known, end - recordBytesMax);
  const whole = joinParts([...records.slice(first), added]);
  const step = releaseExpired([...records.slice(0, first), whole], known, end - recordBytesMax);
  return { ...step, forged: step.forged + records.length - first };
}
/** Releases all, as nothing more was written. */
export const releaseRecords = ({ records, workers }) => releaseExpired(records, workers, Infinity);
/** The same with other text, such as redacted. */
export const mapHeldText = (held, change) => ({
  ...held,
  records: held.records.map((entry) => ({
    ...entry,
    record: { ...entry.record, text: change(entry.record.text) },
  })),
});
const quotePattern =
  /^[^[]{0,40}\[[a-z]{4,6}\] \d{1,10}#\d{1,10}: (?:\*\d{1,15} )?(?:(?:[a-z]{4,10}\(\) |directory index of |rewritten data: |cache file )?"|(FastCGI sent in |\[|ModSecurity:|NAXSI_|PHP message:|js: ))/;
function classifyQuote(record) {
  const match = quotePattern.exec(record);
  if (match === null) return null;
  return match[1] === undefined ? 'target' : 'application';
}
function joinParts(parts) {
  // It ends with the added record.
  const [first, ...rest] = parts;
  const text = parts.map(({ record }) => record.text).join('\n');
  return { ...first, record: { ...first.record, text }, end: rest.at(-1)?.end ?? first.end, quotes: null };
}
/** Releases records in order, up to the first that quotes text and began behind `expiredAt`. */
function releaseExpired(records, workers, expiredAt) {
  const waiting = [...records];
  const released = [];
  let forged = 0;
  for (const [index, quoting] of records.entries()) {
    if (quoting.quotes !== null && quoting.start > expiredAt) break;
    const entry = waiting.shift();
    if (entry === undefined) break;
    released.push(entry.record);
    if (quoting.quotes === null) continue;
    for (let later = index + 1; later <= findLastCovered(records, index); later += 1) {
      const covered = waiting[later - index - 1];
      if (covered === undefined || covered.record.isHearsay) continue;
      if (!isHearsay(covered.record, quoting.record, workers)) continue;
      waiting[later - index - 1] = { ...covered, record: { ...covered.record, isHearsay: true } };
      forged += 1;
    }
  }
  return { held: { records: waiting, workers }, released, forged };
}
/**
 * The last record that may be text of the one at `index`. An application may write anything into the whole length of a record.
 * A decoded target shows at the end of its record, unless that was cut: then a line ends exactly where nginx cuts.
 */
function findLastCovered(records, index) {
  const quoting = records[index];
  if (quoting === undefined) return index;
  const cutAt = quoting.start + recordBytesMax;
  const cutByte = quoting.record.location.byte + recordBytesMax;
  return records.findLastIndex(({ end }, later) =>
    later <= index
      ? false
      : quoting.quotes === 'application'
        ? end <= cutAt
        : end === cutAt || records[later + 1]?.record.location.byte === cutByte,
  );
}
/** Bytes of the text as UTF-8. */
function countBytes(text) {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
  }
  return bytes;
}

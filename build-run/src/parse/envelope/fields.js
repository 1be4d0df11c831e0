import { isRecordStart } from './record-start.js';
/** Extracts the line from a row of a table in CSV, as consoles export it, or from a field in logfmt. */
export const unwrapField = (text) => {
  const line = findCsvField(text) ?? findLogfmtField(text);
  return line === undefined ? undefined : { text: line };
};
/**
 * Quotes are doubled within a field: `1795339403067,"… ""GET / HTTP/1.1"" 502 …"`. No gateway writes them so, hence the
 * field is no text that a client chose in a log whose own format looks like CSV.
 */
function findCsvField(text) {
  if (!doubledQuotePattern.test(text) || !csvStartPattern.test(text)) return undefined;
  let fields = 0;
  for (const [, quoted] of text.matchAll(csvFieldPattern)) {
    fields += 1;
    const line = quoted && doubledQuotePattern.test(quoted) ? quoted.replaceAll('""', '"') : undefined;
    if (line !== undefined && isRecordStart(line)) return line;
    if (fields >= fieldsMax) return undefined;
  }
  return undefined;
}
const doubledQuotePattern = /[^",]""[^",]/;
const csvStartPattern = /^(?:[^",\n]{0,60},){0,8}"/;
const csvFieldPattern = /(?:^|,)(?:"((?:[^"]|"")*)"(?=,|\s*$)|[^",]*)/g;
const fieldsMax = 20;
/** `time=… level=info msg="… \"GET / HTTP/1.1\" 502 …"` */
function findLogfmtField(text) {
  const quoted = logfmtPattern.exec(text)?.groups?.['line'];
  const line = quoted?.replace(/\\(["\\])/g, '$1').replace(/\\n$/, '');
  return line !== undefined && isRecordStart(line) ? line : undefined;
}
const logfmtPattern =
  /^(?:[\w.-]{1,40}=(?:[^\s"]{0,200}|"(?:[^"\\]|\\.){0,200}") ){0,12}(?:msg|message|line|log|_raw)="(?<line>(?:[^"\\]|\\.)*)"/;

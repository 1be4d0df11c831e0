import { isPrefix } from '../envelope/record-start.js';
import { untrustedKey } from '../format/extraction-table.js';
import { compileHeadlessNginxFormats } from '../known-formats.js';
import { findAccessStart, findTrailingAddress, isClientAddress } from './find-client.js';
import { parseJsonLine } from './json-line.js';
import { parseKeyValueLine } from './key-value-line.js';
import { findTimeBracket, parseNginxPartialLine } from './partial-line.js';
/** Reads an access line with the first matching format; else JSON or pairs by key; else by its shape. */
export function parseAccessLine(text, formats) {
  const line = stripQuoteMarks(text);
  const untrustedValues = [];
  for (const { extract } of formats) {
    const values = extract(line);
    if (values === undefined || !isRequestLine(values)) continue;
    if (!values.has(untrustedKey)) return { values: detachPrefix(values), isTrusted: true };
    untrustedValues.push(values);
  }
  const start = untrustedValues.length > 0 ? 0 : findAccessStart(line, findTimeBracket(line));
  if (start > 0) return parseAccessLine(line.slice(start), formats);
  const configured = parseBehindPrefix(line, formats);
  if (configured !== undefined) return { values: configured, isTrusted: true };
  if (line.startsWith('{')) return createParsedLine(parseJsonLine(line), isClosedJson(line));
  const pairs = parseKeyValueLine(line);
  if (pairs !== undefined) return { values: pairs, isTrusted: true };
  const headless = parseHeadless(line);
  if (headless !== undefined) return { values: headless, isTrusted: false };
  const partialLine = parseNginxPartialLine(line);
  if (partialLine?.values.has('request')) {
    return { values: partialLine.values, isTrusted: partialLine.isComplete };
  }
  return createParsedLine(untrustedValues[0], false);
}
/** Reads a line in a configured format behind a prefix of any program; known formats are found by their client. */
function parseBehindPrefix(line, formats) {
  const configured = formats.filter(({ name }) => name.includes('$'));
  if (configured.length === 0) return undefined;
  for (const { index } of line.slice(0, prefixCharsMax).matchAll(wordEnd)) {
    if (!isPrefix(line.slice(0, index + 1))) continue;
    for (const { extract } of configured) {
      const values = extract(line.slice(index + 1));
      if (values !== undefined && isRequestLine(values) && !values.has(untrustedKey)) return values;
    }
  }
  return undefined;
}
const prefixCharsMax = 120;
const wordEnd = /[\s:\])}>-](?=[^\s:\])>])/g;
/** Removes what is attached to the client, as in `access.log:12:192.0.2.7 - -`. */
function detachPrefix(values) {
  const client = values.get('remote_addr');
  if (client === undefined || isClientAddress(client)) return values;
  const address = findTrailingAddress(client);
  return address === undefined ? values : new Map(values).set('remote_addr', address);
}
/** Removes the quote marks and indentation of mails. */
const stripQuoteMarks = (text) => text.replace(/^(?:[>|] ?|\s){1,16}/, '').trimEnd();
const isClosedJson = (line) => line.endsWith('}');
const createParsedLine = (values, isTrusted) => values && { values, isTrusted };
/** In any format, an access line has a status or a request. */
const isRequestLine = (values) => values.has('status') || values.has('request');
let headlessFormats;
function parseHeadless(line) {
  if (!line.startsWith('"')) return undefined;
  headlessFormats ??= compileHeadlessNginxFormats();
  for (const { extract } of headlessFormats) {
    const values = extract(line);
    if (values !== undefined && !values.has(untrustedKey)) return values;
  }
  return undefined;
}

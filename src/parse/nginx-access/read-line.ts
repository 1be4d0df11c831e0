import type { AccessFormat, AccessValues } from '../decoder.js';
import { untrusted } from '../format/extraction-table.js';
import { headlessNginxFormats } from '../known-formats.js';
import { jsonValues } from './json-line.js';
import { pairValues } from './key-value-line.js';
import { readFragment } from './partial-line.js';

/** What was read of a line; `believed` is false for fragments and for lines that may be forged. */
export type AccessReading = { readonly values: AccessValues; readonly believed: boolean };

/** Reads an access line: by the formats, the first that fits; else JSON by its keys; else by its shape. */
export function readAccess(text: string, formats: readonly AccessFormat[]): AccessReading | undefined {
  const line = unquoted(text);
  const doubtful: AccessValues[] = [];
  for (const { extract } of formats) {
    const values = extract(line);
    if (values === undefined || !isRequest(values)) continue;
    if (!values.has(untrusted)) return { values, believed: true };
    doubtful.push(values);
  }
  if (line.startsWith('{')) return asReading(jsonValues(line), isClosed(line));
  const pairs = pairValues(line);
  if (pairs !== undefined) return { values: pairs, believed: true };
  const headless = withoutHead(line);
  if (headless !== undefined) return { values: headless, believed: false };
  const fragment = readFragment(line);
  if (fragment?.values.has('request')) {
    return { values: fragment.values, believed: fragment.whole };
  }
  return asReading(doubtful[0], false);
}

/** Quote marks and indents of those who paste lines into mails. */
const unquoted = (text: string): string => text.replace(/^(?:[>|] ?|\s){1,16}/, '').trimEnd();
const isClosed = (line: string): boolean => line.endsWith('}');
const asReading = (values: AccessValues | undefined, believed: boolean): AccessReading | undefined =>
  values && { values, believed };

/** Whatever the format: it is an access line if it has a status or a request. */
const isRequest = (values: AccessValues): boolean => values.has('status') || values.has('request');

let headless: readonly AccessFormat[] | undefined;

function withoutHead(line: string): AccessValues | undefined {
  if (!line.startsWith('"')) return undefined;
  headless ??= headlessNginxFormats();
  for (const { extract } of headless) {
    const values = extract(line);
    if (values !== undefined && !values.has(untrusted)) return values;
  }
  return undefined;
}

import { unwrapJson } from './json.js';
import { stripAnsiAndBom, type UnwrappedLine } from './layer.js';
import { unwrapPrefix } from './prefixes.js';

/** Takes off any envelopes around a line: container and system logs, process prefixes, JSON, colours, quotation marks. */
export const unwrap = (line: string): UnwrappedLine => {
  let inner: UnwrappedLine = { text: stripAnsiAndBom(line), stampedAt: null, source: null, lineTag: null };
  for (let depth = 0; depth < depthMax; depth++) {
    const layer = unwrapJson(inner.text) ?? unwrapPrefix(inner.text);
    if (layer === undefined) break;
    inner = {
      text: stripAnsiAndBom(layer.text),
      stampedAt: inner.stampedAt ?? layer.stampedAt ?? null,
      source: layer.source ?? inner.source,
      lineTag: layer.lineTag ?? inner.lineTag,
    };
  }
  return inner;
};

/** The same for a record that stands there as a whole, perhaps over several lines, each of them wrapped. */
export const unwrapRecord = (record: string): UnwrappedLine => {
  const unwrapped = unwrapJson(stripAnsiAndBom(record).trim());
  if (unwrapped !== undefined || !record.includes('\n')) return unwrap(record);
  const [first = unwrap(''), ...rest] = record.split('\n').map(unwrap);
  return { ...first, text: rest.reduce((text, line) => text + getJoint(line) + line.text, first.text) };
};

/** Nobody wraps a line this often, and an attacker must not make us try. */
const depthMax = 8;

const getJoint = (line: UnwrappedLine): string => (line.lineTag === 'full' && line.text === '' ? '' : '\n');

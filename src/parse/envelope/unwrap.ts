import { unwrapJson } from './json.js';
import { bare, type Unwrapped } from './layer.js';
import { unwrapPrefix } from './prefixes.js';

/** Takes off any envelopes around a line: container and system logs, process prefixes, JSON, colours, quotation marks. */
export const unwrap = (line: string): Unwrapped => {
  let inner: Unwrapped = { text: bare(line), stampedAt: null, source: null, partial: null };
  for (let depth = 0; depth < depthMax; depth++) {
    const layer = unwrapJson(inner.text) ?? unwrapPrefix(inner.text);
    if (layer === undefined) break;
    inner = {
      text: bare(layer.text),
      stampedAt: inner.stampedAt ?? layer.stampedAt ?? null,
      source: layer.source ?? inner.source,
      partial: layer.partial ?? inner.partial,
    };
  }
  return inner;
};

/** The same for a record that stands there as a whole, perhaps over several lines, each of them wrapped. */
export const unwrapRecord = (record: string): Unwrapped => {
  const whole = unwrapJson(bare(record).trim());
  if (whole !== undefined || !record.includes('\n')) return unwrap(record);
  const [first = unwrap(''), ...rest] = record.split('\n').map(unwrap);
  return { ...first, text: rest.reduce((text, line) => text + joint(line) + line.text, first.text) };
};

/** Nobody wraps a line this often, and an attacker must not make us try. */
const depthMax = 8;

const joint = (line: Unwrapped): string => (line.partial === 'last' && line.text === '' ? '' : '\n');

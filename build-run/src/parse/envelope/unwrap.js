import { unwrapJson, unwrapSeveral } from './json.js';
import { stripAnsiAndBom } from './layer.js';
import { unwrapPrefix } from './prefixes.js';
/**
 * Removes the envelopes around a log line: container and system logs, process prefixes, JSON, colours, quotation marks.
 * Returns the inner line with the timestamp and source that the envelopes named. A line within an object that is printed
 * over several lines keeps its key.
 */
export const unwrapLine = (line, isInBlock = false) => {
  let inner = { text: stripAnsiAndBom(line), stampedAt: null, source: null, lineTag: null };
  for (let depth = 0; depth < depthMax; depth++) {
    const layer = unwrapJson(inner.text, isInBlock) ?? unwrapPrefix(inner.text);
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
/** Removes the envelopes of a complete record, which may span several wrapped lines. */
export const unwrapRecord = (record) => {
  const text = stripAnsiAndBom(record).trim();
  const [exported] = text.startsWith('[') ? unwrapExport(text) : [];
  if (exported !== undefined) return exported;
  const unwrapped = unwrapJson(text);
  if (unwrapped !== undefined || !record.includes('\n')) return unwrapLine(record);
  const [first = unwrapLine(''), ...rest] = record.split('\n').map((line) => unwrapLine(line));
  return { ...first, text: rest.reduce((text, line) => text + getSeparator(line) + line.text, first.text) };
};
/** The lines of an object or list that has several of them; empty for any other text. */
export const unwrapExport = (text) => {
  const layers = unwrapSeveral(text);
  if (layers.length === 0 || (layers.length === 1 && text.startsWith('{'))) return [];
  return layers.map(({ text: line, stampedAt = null, source = null }) => {
    const inner = unwrapLine(line);
    return { ...inner, stampedAt: stampedAt ?? inner.stampedAt, source: inner.source ?? source };
  });
};
/** Bounds the work on hostile input; real lines have fewer envelopes. */
const depthMax = 8;
const getSeparator = (line) => (line.lineTag === 'full' && line.text === '' ? '' : '\n');

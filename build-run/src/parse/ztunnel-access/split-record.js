import { parseJsonObject } from '../format/lenient-json.js';
/** True for a record of ztunnel's access log, in text or in JSON. */
export const isZtunnelRecord = (text) =>
  text.startsWith('{') ? jsonPattern.test(text.slice(0, headCharsMax)) : headPattern.test(text);
/** Splits a record; undefined for other text. */
export function splitZtunnelRecord(text) {
  if (!isZtunnelRecord(text)) return undefined;
  return text.startsWith('{') ? splitJson(text) : splitText(text);
}
const headPattern =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)[\t ]{1,16}[a-z]{4,8}[\t ]{1,16}access[\t ]{1,16}(connection [a-z][a-z ]{1,40}?)(?=[\t ]{1,16}[a-z_.]{1,40}=)/;
/** A value is quoted with escapes, or ends at a blank. */
const fieldPattern = /[\t ]([a-z][a-z_.]{0,40})=(?:"((?:[^"\\]|\\.)*)"?|([^\s"]{1,400}))/g;
const jsonPattern = /"scope"\s{0,8}:\s{0,8}"access"/;
const headCharsMax = 4_000;
function splitText(text) {
  const [head, time = '', message = ''] = headPattern.exec(text) ?? [];
  if (head === undefined) return undefined;
  const fields = new Map();
  for (const [, name = '', quoted, plain] of text.slice(head.length).matchAll(fieldPattern)) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '';
    // The first of a name counts: an error text may have quotes of its own.
    if (value !== '' && !fields.has(name)) fields.set(name, value);
  }
  return createRecord(time, message, fields);
}
function splitJson(text) {
  const object = parseJsonObject(text.replaceAll('\n', ''));
  const { time, scope, message } = object ?? {};
  if (object === undefined || scope !== 'access' || typeof message !== 'string') return undefined;
  const fields = new Map();
  for (const [name, value] of Object.entries(object)) {
    if ((typeof value === 'string' && value !== '') || typeof value === 'number')
      fields.set(name, String(value));
  }
  return createRecord(typeof time === 'string' ? time : '', message, fields);
}
/** Other programs have a scope of that name as well, but not these addresses. */
function createRecord(time, message, fields) {
  if (!message.startsWith('connection ') || !(fields.has('src.addr') || fields.has('dst.addr')))
    return undefined;
  const at = Date.parse(time);
  return { at: Number.isNaN(at) ? null : at, message, fields };
}

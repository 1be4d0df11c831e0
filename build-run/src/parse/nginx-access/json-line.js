import { parseEnvoyJson } from '../format/envoy-json.js';
import { stringifyValue } from '../format/json-template.js';
import { isJsonObject, parseJsonObject } from '../format/lenient-json.js';
import { collectAccessValues } from './collect-values.js';
/** Reads an access line in JSON with common keys; undefined if it is not an access line. */
export function parseJsonLine(line) {
  const record = parseJsonObject(line);
  if (record === undefined) return undefined;
  const values = collectAccessValues(walkLeaves(record, ''));
  if (values === undefined || parseEnvoyJson(record) !== undefined) return undefined;
  return isApplicationLog(record) && !values.has('upstream_addr') ? undefined : values;
}
/** Services that log their own requests also write a level or a message. */
const isApplicationLog = (record) =>
  ['level', 'severity', 'logger', 'msg'].some((key) => Object.hasOwn(record, key));
/** All values as text, with nested keys joined by points: `http.request.method`. */
function* walkLeaves(record, prefix, depth = 0) {
  for (const [key, value] of Object.entries(record)) {
    if (isJsonObject(value)) {
      if (depth < depthMax) yield* walkLeaves(value, `${prefix}${key}.`, depth + 1);
    } else {
      yield [`${prefix}${key}`, stringifyValue(value) ?? ''];
    }
  }
}
const depthMax = 4;

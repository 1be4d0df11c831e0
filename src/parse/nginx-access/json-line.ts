import type { AccessValues } from '../decoder.js';
import { envoyJsonValues } from '../format/envoy-json.js';
import { textOf } from '../format/json-template.js';
import { isObject, type JsonObject, readJsonObject } from '../format/lenient-json.js';
import { accessValues } from './read-values.js';

/** Values by variable of an access line in JSON whose keys are the usual ones; undefined when it is no access line. */
export function jsonValues(line: string): AccessValues | undefined {
  const record = readJsonObject(line);
  if (record === undefined) return undefined;
  const values = accessValues(leavesOf(record, ''));
  if (values === undefined || envoyJsonValues(record) !== undefined) return undefined;
  return isApplicationLog(record) && !values.has('upstream_addr') ? undefined : values;
}

/** A service that logs its own requests writes a level or a message beside them. */
const isApplicationLog = (record: JsonObject): boolean =>
  ['level', 'severity', 'logger', 'msg'].some((key) => Object.hasOwn(record, key));

/** Texts by their keys joined with points: `http.request.method`. */
function* leavesOf(record: JsonObject, prefix: string, depth = 0): Generator<[string, string]> {
  for (const [key, value] of Object.entries(record)) {
    if (isObject(value)) {
      if (depth < depthMax) yield* leavesOf(value, `${prefix}${key}.`, depth + 1);
    } else {
      yield [`${prefix}${key}`, textOf(value) ?? ''];
    }
  }
}

const depthMax = 4;

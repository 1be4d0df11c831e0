import type { AccessValues } from '../../gateway.js';
import { envoyJsonValues } from '../../parsing/access/envoy-json.js';
import { textOf } from '../../parsing/access/json-template.js';
import { isObject, type JsonObject, readJsonObject } from '../../parsing/access/lenient-json.js';
import { upstreamLists } from '../../parsing/access/nginx-variables.js';
import { variableOf } from './keys.js';

/** Values by variable of an access line in JSON whose keys are the usual ones; undefined when it is no access line. */
export function jsonValues(line: string): AccessValues | undefined {
  const record = readJsonObject(line);
  if (record === undefined) return undefined;
  const values = new Map<string, string>();
  for (const [key, text] of leavesOf(record, '')) {
    const name = variableOf(key, text, values);
    if (name === undefined || values.has(name)) continue;
    if (upstreamLists.has(name) || (text !== '' && text !== '-')) values.set(name, text);
  }
  if (!isAccess(values) || envoyJsonValues(record) !== undefined) return undefined;
  return isApplicationLog(record) && !values.has('upstream_addr') ? undefined : values;
}

/** A service that logs its own requests writes a level or a message beside them. */
const isApplicationLog = (record: JsonObject): boolean =>
  ['level', 'severity', 'logger', 'msg'].some((key) => Object.hasOwn(record, key));

/** An access line has a status and a request, and at least one thing more that a gateway knows. */
function isAccess(values: AccessValues): boolean {
  if (!/^\d{3}$/.test(values.get('status') ?? '')) return false;
  if (!requestNames.some((name) => values.has(name))) return false;
  return gatewayNames.some((name) => values.has(name));
}

const requestNames = ['request', 'request_uri', 'request_method'];
const gatewayNames = ['remote_addr', 'body_bytes_sent', 'request_time', 'upstream_addr', 'upstream_status'];

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
